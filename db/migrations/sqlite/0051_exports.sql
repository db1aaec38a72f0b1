CREATE TABLE `exports` (
	`id` text PRIMARY KEY NOT NULL,
	`what` text NOT NULL,
	`filters` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`rows` integer NOT NULL,
	`written` integer NOT NULL,
	`beat_at` text NOT NULL,
	`asked_at` text NOT NULL,
	`asked_by` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`asked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "exports_state" CHECK("exports"."state" in ('running', 'done', 'cancelled', 'lost', 'removed')),
	CONSTRAINT "exports_ended" CHECK(("exports"."state" = 'running') = ("exports"."ended_at" is null))
);
--> statement-breakpoint
CREATE INDEX `exports_person` ON `exports` (`asked_by`,`id`);--> statement-breakpoint
CREATE INDEX `exports_asked` ON `exports` (`asked_at`);