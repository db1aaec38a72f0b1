CREATE TABLE `tax_warnings` (
	`id` text PRIMARY KEY NOT NULL,
	`loan_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`rule` text NOT NULL,
	`have` text NOT NULL,
	`want` text NOT NULL,
	`scheme_version` text,
	`raised_on` text NOT NULL,
	`raised_at` text NOT NULL,
	`outcome` text,
	`did` text,
	`answered_at` text,
	`answered_by` text,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tax_warnings_rule" CHECK("tax_warnings"."rule" in ('grade-dropped', 'grade-not-admitted', 'arrears', 'abnormal')),
	CONSTRAINT "tax_warnings_outcome" CHECK("tax_warnings"."outcome" in ('confirmed', 'false-alarm')),
	CONSTRAINT "tax_warnings_answered" CHECK(("tax_warnings"."outcome" is null) = ("tax_warnings"."answered_at" is null))
);
--> statement-breakpoint
CREATE INDEX `tax_warnings_institution` ON `tax_warnings` (`institution_id`,`id`);--> statement-breakpoint
CREATE INDEX `tax_warnings_loan` ON `tax_warnings` (`loan_id`,`rule`);