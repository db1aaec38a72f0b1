CREATE TABLE `claim_papers` (
	`id` text PRIMARY KEY NOT NULL,
	`guarantee_id` text NOT NULL,
	`claim_id` text,
	`file_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`added_at` text NOT NULL,
	`added_by` text NOT NULL,
	`ended_at` text,
	`ended_by` text,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `stored_files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claim_papers_kind" CHECK("claim_papers"."kind" in ('loan-contract', 'drawdown-slip', 'guarantee-letter', 'demand-notice', 'debt-statement', 'court-ruling'))
);
--> statement-breakpoint
CREATE INDEX `claim_papers_guarantee` ON `claim_papers` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE INDEX `claim_papers_claim` ON `claim_papers` (`claim_id`,`id`);--> statement-breakpoint
CREATE INDEX `claim_papers_file` ON `claim_papers` (`file_id`);--> statement-breakpoint
CREATE INDEX `claim_papers_added` ON `claim_papers` (`added_by`,`added_at`);--> statement-breakpoint
ALTER TABLE `settlements` ADD `booked_on` text;--> statement-breakpoint
UPDATE `settlements` SET `booked_on` = `settled_on`;