PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_batch_filings` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`agreement_id` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text,
	`file_hash` text,
	`rows` text NOT NULL,
	`good_rows` integer NOT NULL,
	`bad_rows` integer NOT NULL,
	`amount_fen` integer NOT NULL,
	`checked_at` text NOT NULL,
	`checked_by` text,
	`booked_at` text,
	`booked_by` text,
	`taken_back_at` text,
	`taken_back_by` text,
	`taken_back_words` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`agreement_id`) REFERENCES `batch_agreements`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batch_filings_state" CHECK("__new_batch_filings"."state" in ('checked', 'booked', 'given-up', 'taken-back'))
);
--> statement-breakpoint
INSERT INTO `__new_batch_filings`("id", "number", "agreement_id", "state", "file_name", "file_hash", "rows", "good_rows", "bad_rows", "amount_fen", "checked_at", "checked_by", "booked_at", "booked_by", "version") SELECT "id", "number", "agreement_id", "state", "file_name", "file_hash", "rows", "good_rows", "bad_rows", "amount_fen", "checked_at", "checked_by", "booked_at", "booked_by", "version" FROM `batch_filings`;--> statement-breakpoint
DROP TABLE `batch_filings`;--> statement-breakpoint
ALTER TABLE `__new_batch_filings` RENAME TO `batch_filings`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `batch_filings_number_unique` ON `batch_filings` (`number`);--> statement-breakpoint
CREATE INDEX `batch_filings_agreement` ON `batch_filings` (`agreement_id`,`id`);--> statement-breakpoint
CREATE TABLE `__new_stops` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`scope_key` text NOT NULL,
	`rate` text NOT NULL,
	`state` text NOT NULL,
	`from_on` text NOT NULL,
	`until_on` text NOT NULL,
	`claimed_fen` integer NOT NULL,
	`released_fen` integer NOT NULL,
	`rate_ppm` integer NOT NULL,
	`line_ppm` integer NOT NULL,
	`rule_version` text NOT NULL,
	`raised_at` text NOT NULL,
	`lifted_at` text,
	`lifted_by` text,
	`why` text,
	`version` integer NOT NULL,
	CONSTRAINT "stops_scope" CHECK("__new_stops"."scope" in ('bank', 'guarantor', 'arrangement')),
	CONSTRAINT "stops_rate" CHECK("__new_stops"."rate" in ('all', 'year')),
	CONSTRAINT "stops_state" CHECK("__new_stops"."state" in ('active', 'lifted')),
	CONSTRAINT "stops_days" CHECK("__new_stops"."until_on" >= "__new_stops"."from_on"),
	CONSTRAINT "stops_lifted" CHECK(("__new_stops"."state" = 'lifted') = ("__new_stops"."lifted_at" is not null))
);
--> statement-breakpoint
INSERT INTO `__new_stops`("id", "scope", "scope_key", "rate", "state", "from_on", "until_on", "claimed_fen", "released_fen", "rate_ppm", "line_ppm", "rule_version", "raised_at", "lifted_at", "lifted_by", "why", "version") SELECT "id", "scope", "scope_key", 'all', "state", "from_on", "until_on", "claimed_fen", "released_fen", "rate_ppm", "line_ppm", "rule_version", "raised_at", "lifted_at", "lifted_by", "why", "version" FROM `stops`;--> statement-breakpoint
DROP TABLE `stops`;--> statement-breakpoint
ALTER TABLE `__new_stops` RENAME TO `stops`;--> statement-breakpoint
CREATE UNIQUE INDEX `stops_once` ON `stops` (`scope`,`scope_key`,`rate`,`from_on`);--> statement-breakpoint
CREATE INDEX `stops_scope_key` ON `stops` (`scope`,`scope_key`,`state`,`until_on`);--> statement-breakpoint
ALTER TABLE `guarantees` ADD `ended_on` text;--> statement-breakpoint
CREATE INDEX `guarantees_cover` ON `guarantees` (`state`,`cover_until`);--> statement-breakpoint
ALTER TABLE `loans` ADD `written_off_on` text;