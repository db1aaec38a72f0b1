CREATE TABLE `complaints` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`application_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`phone_tail` text NOT NULL,
	`state` text NOT NULL,
	`filed_at` text NOT NULL,
	`filed_by` text NOT NULL,
	`acknowledged_at` text,
	`handler_id` text,
	`answer` text,
	`answered_at` text,
	`closed_at` text,
	`due_on` text,
	`due_policies` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`filed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handler_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "complaints_kind" CHECK("complaints"."kind" in ('too-slow', 'refused-without-reason', 'fees-beyond-offer', 'tied-selling', 'data-misused', 'manner', 'other')),
	CONSTRAINT "complaints_state" CHECK("complaints"."state" in ('filed', 'acknowledged', 'answered', 'closed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `complaints_number_unique` ON `complaints` (`number`);--> statement-breakpoint
CREATE INDEX `complaints_case` ON `complaints` (`application_id`,`state`);--> statement-breakpoint
CREATE INDEX `complaints_desk` ON `complaints` (`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `complaints_enterprise` ON `complaints` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE TABLE `inboxes` (
	`person_id` text PRIMARY KEY NOT NULL,
	`unread` integer NOT NULL,
	`stamp` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "inboxes_unread" CHECK("inboxes"."unread" >= 0)
);
--> statement-breakpoint
CREATE INDEX `inboxes_stamp` ON `inboxes` (`stamp`);--> statement-breakpoint
CREATE TABLE `mail_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`address` text NOT NULL,
	`created_at` text NOT NULL,
	`ends_at` text NOT NULL,
	`used_at` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `mail_links_person` ON `mail_links` (`person_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `mailboxes` (
	`person_id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`verified_at` text,
	`kinds` text NOT NULL,
	`changed_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`values` text NOT NULL,
	`href` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`once_key` text,
	`at` text NOT NULL,
	`read_at` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "notices_kind" CHECK("notices"."kind" in ('needs', 'dispatches', 'cases', 'offers', 'loans', 'messages', 'documents', 'consents', 'reminders', 'products', 'firm', 'ratings', 'complaints'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_once` ON `notices` (`person_id`,`once_key`);--> statement-breakpoint
CREATE INDEX `notices_person` ON `notices` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `notices_unread` ON `notices` (`person_id`,`read_at`,`id`);--> statement-breakpoint
CREATE INDEX `notices_subject` ON `notices` (`person_id`,`subject_kind`,`subject_id`);--> statement-breakpoint
CREATE INDEX `notices_read` ON `notices` (`read_at`);--> statement-breakpoint
CREATE TABLE `message_reads` (
	`application_id` text NOT NULL,
	`person_id` text NOT NULL,
	`through` integer NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`application_id`, `person_id`),
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`number` integer NOT NULL,
	`side` text NOT NULL,
	`person_id` text NOT NULL,
	`text` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "messages_side" CHECK("messages"."side" in ('firm', 'bank')),
	CONSTRAINT "messages_number" CHECK("messages"."number" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_in_case` ON `messages` (`application_id`,`number`);--> statement-breakpoint
CREATE INDEX `messages_writer` ON `messages` (`application_id`,`person_id`,`at`);--> statement-breakpoint
CREATE TABLE `ratings` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`side` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`score` integer NOT NULL,
	`reasons` text NOT NULL,
	`comment` text NOT NULL,
	`rated_at` text NOT NULL,
	`rated_by` text NOT NULL,
	`changed_at` text,
	`editable_until` text NOT NULL,
	`edit_policy` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`rated_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ratings_side" CHECK("ratings"."side" in ('firm', 'bank')),
	CONSTRAINT "ratings_score" CHECK("ratings"."score" between 1 and 5)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ratings_once` ON `ratings` (`application_id`,`side`);--> statement-breakpoint
CREATE INDEX `ratings_institution` ON `ratings` (`institution_id`,`side`,`id`);--> statement-breakpoint
CREATE INDEX `ratings_side_score` ON `ratings` (`side`,`score`);--> statement-breakpoint
ALTER TABLE `outbox` ADD `given_up_at` text;--> statement-breakpoint
CREATE INDEX `outbox_given_up` ON `outbox` (`given_up_at`);