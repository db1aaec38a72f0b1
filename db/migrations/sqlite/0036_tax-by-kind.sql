DROP INDEX `objections_open`;--> statement-breakpoint
ALTER TABLE `objections` ADD `fact_sum` text;--> statement-breakpoint
ALTER TABLE `objections` ADD `examined` text DEFAULT '' NOT NULL;--> statement-breakpoint
-- What is examined of the objections that were made before: of the tax paid the year belongs to it.
UPDATE `objections` SET `examined` = `fact` || CASE WHEN `fact_year` IS NULL THEN '' ELSE '-' || `fact_year` END;--> statement-breakpoint
CREATE UNIQUE INDEX `objections_open` ON `objections` (`enterprise_id`,`examined`) WHERE "objections"."state" = 'open';--> statement-breakpoint
ALTER TABLE `tax_paid` ADD `sum` text;