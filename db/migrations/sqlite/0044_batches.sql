CREATE TABLE `batch_agreements` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`guarantor_id` text NOT NULL,
	`bank_id` text NOT NULL,
	`state` text NOT NULL,
	`arrangement` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`per_loan_fen` integer NOT NULL,
	`total_fen` integer NOT NULL,
	`fee_ppm` integer NOT NULL,
	`ceiling_ppm` integer NOT NULL,
	`words` text NOT NULL,
	`proposed_at` text NOT NULL,
	`proposed_by` text,
	`answered_at` text,
	`answered_by` text,
	`answer_words` text,
	`ended_at` text,
	`ended_by` text,
	`end_words` text,
	`policies` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`guarantor_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`bank_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batch_agreements_state" CHECK("batch_agreements"."state" in ('proposed', 'in-force', 'declined', 'ended')),
	CONSTRAINT "batch_agreements_days" CHECK("batch_agreements"."starts_on" < "batch_agreements"."ends_on"),
	CONSTRAINT "batch_agreements_sums" CHECK("batch_agreements"."per_loan_fen" > 0 and "batch_agreements"."per_loan_fen" <= "batch_agreements"."total_fen"),
	CONSTRAINT "batch_agreements_ceiling" CHECK("batch_agreements"."ceiling_ppm" between 1 and 1000000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `batch_agreements_number_unique` ON `batch_agreements` (`number`);--> statement-breakpoint
CREATE INDEX `batch_agreements_guarantor` ON `batch_agreements` (`guarantor_id`,`id`);--> statement-breakpoint
CREATE INDEX `batch_agreements_bank` ON `batch_agreements` (`bank_id`,`id`);--> statement-breakpoint
CREATE TABLE `batch_filings` (
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
	`version` integer NOT NULL,
	FOREIGN KEY (`agreement_id`) REFERENCES `batch_agreements`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batch_filings_state" CHECK("batch_filings"."state" in ('checked', 'booked', 'given-up'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `batch_filings_number_unique` ON `batch_filings` (`number`);--> statement-breakpoint
CREATE INDEX `batch_filings_agreement` ON `batch_filings` (`agreement_id`,`id`);--> statement-breakpoint
ALTER TABLE `offers` ADD `guarantor_id` text REFERENCES institutions(id);--> statement-breakpoint
ALTER TABLE `offers` ADD `guarantor_name` text;--> statement-breakpoint
ALTER TABLE `guarantees` ADD `agreement_id` text REFERENCES batch_agreements(id);--> statement-breakpoint
CREATE INDEX `guarantees_agreement` ON `guarantees` (`agreement_id`,`id`);