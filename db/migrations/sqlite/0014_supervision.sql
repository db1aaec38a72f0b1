CREATE TABLE `clock_notices` (
	`subject_id` text NOT NULL,
	`step` text NOT NULL,
	`due_on` text NOT NULL,
	`kind` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`subject_id`, `step`, `due_on`, `kind`),
	CONSTRAINT "clock_notices_step" CHECK("clock_notices"."step" in ('accept', 'decision', 'offer', 'signing', 'report', 'papers', 'dispatch', 'need-review', 'product-review', 'urge', 'supervision')),
	CONSTRAINT "clock_notices_kind" CHECK("clock_notices"."kind" in ('near', 'over'))
);
--> statement-breakpoint
CREATE TABLE `overdues` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`step` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`due_on` text NOT NULL,
	`found_at` text NOT NULL,
	`list_on` text NOT NULL,
	`list_policy` text NOT NULL,
	`listed_at` text,
	`ended_at` text,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "overdues_step" CHECK("overdues"."step" in ('accept', 'decision', 'signing', 'report'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `overdues_once` ON `overdues` (`application_id`,`step`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `overdues_institution` ON `overdues` (`institution_id`,`ended_at`,`due_on`);--> statement-breakpoint
CREATE INDEX `overdues_listed` ON `overdues` (`ended_at`,`due_on`,`id`);--> statement-breakpoint
CREATE TABLE `supervisions` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`overdue_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`state` text NOT NULL,
	`words` text NOT NULL,
	`due_on` text NOT NULL,
	`opened_at` text NOT NULL,
	`opened_by` text NOT NULL,
	`answer` text,
	`answered_at` text,
	`answered_by` text,
	`closing` text,
	`closed_at` text,
	`closed_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`overdue_id`) REFERENCES `overdues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "supervisions_state" CHECK("supervisions"."state" in ('open', 'answered', 'closed')),
	CONSTRAINT "supervisions_answer" CHECK("supervisions"."state" <> 'answered' or "supervisions"."answer" is not null),
	CONSTRAINT "supervisions_closing" CHECK("supervisions"."state" <> 'closed' or "supervisions"."closing" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `supervisions_number_unique` ON `supervisions` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `supervisions_running` ON `supervisions` (`overdue_id`) WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX `supervisions_due` ON `supervisions` (`state`,`due_on`);--> statement-breakpoint
CREATE TABLE `urges` (
	`id` text PRIMARY KEY NOT NULL,
	`overdue_id` text NOT NULL,
	`words` text NOT NULL,
	`urged_at` text NOT NULL,
	`urged_by` text NOT NULL,
	`due_on` text NOT NULL,
	`due_policies` text NOT NULL,
	`answer` text,
	`answered_at` text,
	`answered_by` text,
	FOREIGN KEY (`overdue_id`) REFERENCES `overdues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `urges_open` ON `urges` (`overdue_id`) WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX `urges_overdue` ON `urges` (`overdue_id`,`urged_at`);--> statement-breakpoint
CREATE INDEX `urges_due` ON `urges` (`answered_at`,`due_on`);--> statement-breakpoint
ALTER TABLE `needs` ADD `review_due_on` text;--> statement-breakpoint
ALTER TABLE `needs` ADD `review_due_policies` text;--> statement-breakpoint
ALTER TABLE `products` ADD `review_due_on` text;--> statement-breakpoint
ALTER TABLE `products` ADD `review_due_policies` text;