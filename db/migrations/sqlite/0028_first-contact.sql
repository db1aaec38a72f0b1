CREATE TABLE `contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`way` text NOT NULL,
	`reached_on` text NOT NULL,
	`note` text NOT NULL,
	`person_id` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "contacts_way" CHECK("contacts"."way" in ('phone', 'visit'))
);
--> statement-breakpoint
CREATE INDEX `contacts_case` ON `contacts` (`application_id`,`reached_on`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_clock_notices` (
	`subject_id` text NOT NULL,
	`step` text NOT NULL,
	`due_on` text NOT NULL,
	`kind` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`subject_id`, `step`, `due_on`, `kind`),
	CONSTRAINT "clock_notices_step" CHECK("__new_clock_notices"."step" in ('accept', 'contact', 'decision', 'offer', 'signing', 'report', 'renewal', 'papers', 'dispatch', 'need-review', 'product-review', 'objection', 'urge', 'supervision')),
	CONSTRAINT "clock_notices_kind" CHECK("__new_clock_notices"."kind" in ('near', 'over'))
);
--> statement-breakpoint
INSERT INTO `__new_clock_notices`("subject_id", "step", "due_on", "kind", "at") SELECT "subject_id", "step", "due_on", "kind", "at" FROM `clock_notices`;--> statement-breakpoint
DROP TABLE `clock_notices`;--> statement-breakpoint
ALTER TABLE `__new_clock_notices` RENAME TO `clock_notices`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_overdues` (
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
	CONSTRAINT "overdues_step" CHECK("__new_overdues"."step" in ('accept', 'contact', 'decision', 'signing', 'report', 'renewal'))
);
--> statement-breakpoint
INSERT INTO `__new_overdues`("id", "application_id", "step", "institution_id", "region", "due_on", "found_at", "list_on", "list_policy", "listed_at", "ended_at") SELECT "id", "application_id", "step", "institution_id", "region", "due_on", "found_at", "list_on", "list_policy", "listed_at", "ended_at" FROM `overdues`;--> statement-breakpoint
DROP TABLE `overdues`;--> statement-breakpoint
ALTER TABLE `__new_overdues` RENAME TO `overdues`;--> statement-breakpoint
CREATE UNIQUE INDEX `overdues_once` ON `overdues` (`application_id`,`step`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `overdues_institution` ON `overdues` (`institution_id`,`ended_at`,`due_on`);--> statement-breakpoint
CREATE INDEX `overdues_listed` ON `overdues` (`ended_at`,`due_on`,`id`);--> statement-breakpoint
ALTER TABLE `applications` ADD `contact_due_on` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `contact_due_policies` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `contacted_on` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `contact_way` text;--> statement-breakpoint
CREATE INDEX `applications_contact` ON `applications` (`contact_due_on`) WHERE contacted_on is null;