PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_assignments` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`matter` text NOT NULL,
	`about` text NOT NULL,
	`institution_id` text,
	`region` text NOT NULL,
	`person_id` text NOT NULL,
	`state` text NOT NULL,
	`words` text NOT NULL,
	`due_on` text NOT NULL,
	`opened_on` text NOT NULL,
	`opened_at` text NOT NULL,
	`opened_by` text NOT NULL,
	`answer` text,
	`answered_at` text,
	`return_words` text,
	`returns` integer NOT NULL,
	`closing` text,
	`closed_on` text,
	`closed_at` text,
	`closed_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "assignments_state" CHECK("__new_assignments"."state" in ('assigned', 'answered', 'closed')),
	CONSTRAINT "assignments_subject_kind" CHECK("__new_assignments"."subject_kind" in ('overdue', 'warning', 'claim', 'settlement', 'pool-claim', 'pool-recovery')),
	CONSTRAINT "assignments_answer" CHECK("__new_assignments"."state" <> 'answered' or "__new_assignments"."answer" is not null),
	CONSTRAINT "assignments_closing" CHECK(("__new_assignments"."state" = 'closed') = ("__new_assignments"."closed_on" is not null))
);
--> statement-breakpoint
INSERT INTO `__new_assignments`("id", "number", "subject_kind", "subject_id", "matter", "about", "institution_id", "region", "person_id", "state", "words", "due_on", "opened_on", "opened_at", "opened_by", "answer", "answered_at", "return_words", "returns", "closing", "closed_on", "closed_at", "closed_by", "version") SELECT "id", "number", "subject_kind", "subject_id", "matter", "about", "institution_id", "region", "person_id", "state", "words", "due_on", "opened_on", "opened_at", "opened_by", "answer", "answered_at", "return_words", "returns", "closing", "closed_on", "closed_at", "closed_by", "version" FROM `assignments`;--> statement-breakpoint
DROP TABLE `assignments`;--> statement-breakpoint
ALTER TABLE `__new_assignments` RENAME TO `assignments`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_number_unique` ON `assignments` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_running` ON `assignments` (`subject_kind`,`subject_id`) WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX `assignments_due` ON `assignments` (`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `assignments_person` ON `assignments` (`person_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `assignments_opened` ON `assignments` (`opened_on`);