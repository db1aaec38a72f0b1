PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_notices` (
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
	CONSTRAINT "notices_kind" CHECK("__new_notices"."kind" in ('needs', 'dispatches', 'cases', 'offers', 'loans', 'messages', 'documents', 'consents', 'reminders', 'products', 'policies', 'firm', 'ratings', 'complaints'))
);
--> statement-breakpoint
INSERT INTO `__new_notices`("id", "person_id", "kind", "words", "values", "href", "subject_kind", "subject_id", "once_key", "at", "read_at") SELECT "id", "person_id", "kind", "words", "values", "href", "subject_kind", "subject_id", "once_key", "at", "read_at" FROM `notices`;--> statement-breakpoint
DROP TABLE `notices`;--> statement-breakpoint
ALTER TABLE `__new_notices` RENAME TO `notices`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `notices_once` ON `notices` (`person_id`,`once_key`);--> statement-breakpoint
CREATE INDEX `notices_person` ON `notices` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `notices_unread` ON `notices` (`person_id`,`read_at`,`id`);--> statement-breakpoint
CREATE INDEX `notices_subject` ON `notices` (`person_id`,`subject_kind`,`subject_id`);--> statement-breakpoint
CREATE INDEX `notices_read` ON `notices` (`read_at`);