CREATE TABLE `stress_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`region` text NOT NULL,
	`state` text NOT NULL,
	`question` text NOT NULL,
	`rule` text NOT NULL,
	`rule_version` text NOT NULL,
	`scenarios` integer NOT NULL,
	`drawn` integer NOT NULL,
	`beat_at` text NOT NULL,
	`loans` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	`answer` text,
	`asked_at` text NOT NULL,
	`asked_by` text NOT NULL,
	`ended_at` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`asked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stress_runs_state" CHECK("stress_runs"."state" in ('running', 'done', 'cancelled', 'lost')),
	CONSTRAINT "stress_runs_drawn" CHECK("stress_runs"."drawn" between 0 and "stress_runs"."scenarios"),
	CONSTRAINT "stress_runs_ended" CHECK(("stress_runs"."state" = 'running') = ("stress_runs"."ended_at" is null)),
	CONSTRAINT "stress_runs_answer" CHECK(("stress_runs"."state" = 'done') = ("stress_runs"."answer" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stress_runs_number_unique` ON `stress_runs` (`number`);--> statement-breakpoint
CREATE INDEX `stress_runs_region` ON `stress_runs` (`region`,`id`);--> statement-breakpoint
CREATE INDEX `stress_runs_state_of` ON `stress_runs` (`state`,`beat_at`);