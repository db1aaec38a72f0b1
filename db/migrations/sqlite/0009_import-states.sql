PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_repayment_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`institution_id` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text NOT NULL,
	`file_hash` text NOT NULL,
	`good_rows` integer NOT NULL,
	`bad_rows` integer NOT NULL,
	`loan_count` integer NOT NULL,
	`settled_count` integer NOT NULL,
	`principal_fen` integer NOT NULL,
	`interest_fen` integer NOT NULL,
	`checked_at` text NOT NULL,
	`checked_by` text NOT NULL,
	`mode` text,
	`booked_at` text,
	`booked_by` text,
	`ended_at` text,
	`ended_by` text,
	`why` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "repayment_imports_state" CHECK("__new_repayment_imports"."state" in ('checked', 'booked', 'reversed', 'given-up')),
	CONSTRAINT "repayment_imports_mode" CHECK("__new_repayment_imports"."mode" in ('all', 'good'))
);
--> statement-breakpoint
INSERT INTO `__new_repayment_imports`("id", "number", "institution_id", "state", "file_name", "file_hash", "good_rows", "bad_rows", "loan_count", "settled_count", "principal_fen", "interest_fen", "checked_at", "checked_by", "mode", "booked_at", "booked_by", "ended_at", "ended_by", "why", "version") SELECT "id", "number", "institution_id", "state", "file_name", "file_hash", "good_rows", "bad_rows", "loan_count", "settled_count", "principal_fen", "interest_fen", "checked_at", "checked_by", "mode", "booked_at", "booked_by", "ended_at", "ended_by", "why", "version" FROM `repayment_imports`;--> statement-breakpoint
DROP TABLE `repayment_imports`;--> statement-breakpoint
ALTER TABLE `__new_repayment_imports` RENAME TO `repayment_imports`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `repayment_imports_number_unique` ON `repayment_imports` (`number`);--> statement-breakpoint
CREATE INDEX `repayment_imports_institution` ON `repayment_imports` (`institution_id`,`id`);