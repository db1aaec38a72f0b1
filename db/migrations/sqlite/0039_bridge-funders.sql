ALTER TABLE `bridge_fundings` ADD `funder_id` text REFERENCES institutions(id);--> statement-breakpoint
CREATE INDEX `bridge_fundings_funder` ON `bridge_fundings` (`funder_id`);