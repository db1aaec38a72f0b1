ALTER TABLE `bridge_pools` ADD `moves` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `bridges` ADD `renewal_days` integer;--> statement-breakpoint
ALTER TABLE `bridges` ADD `filed_on` text;--> statement-breakpoint
ALTER TABLE `bridges` ADD `court_case` text;--> statement-breakpoint
ALTER TABLE `promises` ADD `file_id` text REFERENCES stored_files(id);--> statement-breakpoint
ALTER TABLE `promises` ADD `file_name` text;--> statement-breakpoint
CREATE INDEX `promises_file` ON `promises` (`file_id`);