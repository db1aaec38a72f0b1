CREATE TABLE `compensation_pools` (
	`id` text PRIMARY KEY NOT NULL,
	`arrangement` text NOT NULL,
	`party` text NOT NULL,
	`book_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`opened_at` text NOT NULL,
	FOREIGN KEY (`book_id`) REFERENCES `ledger_books`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "compensation_pools_party" CHECK("compensation_pools"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `compensation_pools_book_id_unique` ON `compensation_pools` (`book_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `compensation_pools_party_of` ON `compensation_pools` (`arrangement`,`party`);--> statement-breakpoint
CREATE TABLE `covers` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`loan_id` text NOT NULL,
	`stands_for` text,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`operator_id` text NOT NULL,
	`arrangement` text NOT NULL,
	`arrangement_version` text NOT NULL,
	`variant` text,
	`terms` text NOT NULL,
	`state` text NOT NULL,
	`filed_fen` integer NOT NULL,
	`checks` text NOT NULL,
	`rule_version` text NOT NULL,
	`filed_on` text NOT NULL,
	`filed_at` text NOT NULL,
	`filed_by` text,
	`due_on` text,
	`due_policies` text,
	`decided_at` text,
	`decided_by` text,
	`why` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`stands_for`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "covers_state" CHECK("covers"."state" in ('filed', 'in-cover', 'rejected', 'withdrawn')),
	CONSTRAINT "covers_variant" CHECK("covers"."variant" in ('first-loan', 'pure-credit')),
	CONSTRAINT "covers_filed" CHECK("covers"."filed_fen" > 0),
	CONSTRAINT "covers_stands" CHECK(("covers"."stands_for" is not null) = ("covers"."state" in ('filed', 'in-cover')) and ("covers"."stands_for" is null or "covers"."stands_for" = "covers"."loan_id")),
	CONSTRAINT "covers_decided" CHECK(("covers"."state" = 'filed') = ("covers"."decided_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `covers_number_unique` ON `covers` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `covers_stands_for_unique` ON `covers` (`stands_for`);--> statement-breakpoint
CREATE INDEX `covers_loan` ON `covers` (`loan_id`);--> statement-breakpoint
CREATE INDEX `covers_firm` ON `covers` (`enterprise_id`,`state`);--> statement-breakpoint
CREATE INDEX `covers_institution` ON `covers` (`institution_id`,`state`);--> statement-breakpoint
CREATE INDEX `covers_operator` ON `covers` (`operator_id`,`state`);--> statement-breakpoint
CREATE INDEX `covers_arrangement` ON `covers` (`arrangement`,`state`);