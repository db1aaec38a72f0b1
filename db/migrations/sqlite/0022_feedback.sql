CREATE TABLE `complaints` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`application_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`side` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`documents` text NOT NULL,
	`state` text NOT NULL,
	`filed_at` text NOT NULL,
	`filed_by` text NOT NULL,
	`taken_over_at` text,
	`handler_id` text,
	`answer` text,
	`ended_at` text,
	`due_on` text,
	`due_policies` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`filed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handler_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "complaints_side" CHECK("complaints"."side" in ('firm', 'bank')),
	CONSTRAINT "complaints_kind" CHECK("complaints"."kind" in ('too-slow', 'refused-without-reason', 'fees-beyond-offer', 'tied-selling', 'data-misused', 'manner', 'other', 'untrue-papers', 'purpose-changed', 'not-reachable')),
	CONSTRAINT "complaints_state" CHECK("complaints"."state" in ('filed', 'taken-over', 'answered', 'withdrawn'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `complaints_number_unique` ON `complaints` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `complaints_open` ON `complaints` (`application_id`,`side`) WHERE state in ('filed', 'taken-over');--> statement-breakpoint
CREATE INDEX `complaints_case` ON `complaints` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `complaints_desk` ON `complaints` (`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `complaints_enterprise` ON `complaints` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE INDEX `complaints_institution` ON `complaints` (`institution_id`,`id`);--> statement-breakpoint
CREATE TABLE `ratings` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`score` integer NOT NULL,
	`reasons` text NOT NULL,
	`comment` text NOT NULL,
	`rated_at` text NOT NULL,
	`rated_by` text,
	`addition` text,
	`added_at` text,
	`added_by` text,
	`answer_due_on` text,
	`due_policies` text,
	`answer` text,
	`answered_at` text,
	`answered_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`rated_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`added_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ratings_score" CHECK("ratings"."score" between 1 and 5)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ratings_application_id_unique` ON `ratings` (`application_id`);--> statement-breakpoint
CREATE INDEX `ratings_institution` ON `ratings` (`institution_id`,`id`);--> statement-breakpoint
CREATE INDEX `ratings_rated` ON `ratings` (`rated_at`);--> statement-breakpoint
CREATE INDEX `ratings_unanswered` ON `ratings` (`answer_due_on`) WHERE answered_at is null;