CREATE TABLE `recovery_reversals` (
	`id` text PRIMARY KEY NOT NULL,
	`recovery_id` text NOT NULL,
	`guarantee_id` text NOT NULL,
	`why` text NOT NULL,
	`taken_back_on` text NOT NULL,
	`taken_back_at` text NOT NULL,
	`taken_back_by` text NOT NULL,
	FOREIGN KEY (`recovery_id`) REFERENCES `recoveries`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recovery_reversals_recovery_id_unique` ON `recovery_reversals` (`recovery_id`);--> statement-breakpoint
CREATE INDEX `recovery_reversals_guarantee` ON `recovery_reversals` (`guarantee_id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_settlements` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`guarantee_id` text NOT NULL,
	`event_id` text NOT NULL,
	`from_party` text NOT NULL,
	`from_id` text,
	`to_party` text NOT NULL,
	`to_id` text,
	`amount_fen` integer NOT NULL,
	`state` text NOT NULL,
	`arisen_on` text NOT NULL,
	`due_on` text NOT NULL,
	`rule_version` text NOT NULL,
	`confirmed_at` text,
	`confirmed_by` text,
	`settled_on` text,
	`booked_on` text,
	`settled_at` text,
	`settled_by` text,
	`reference` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `shared_events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "settlements_from" CHECK("__new_settlements"."from_party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "settlements_to" CHECK("__new_settlements"."to_party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "settlements_state" CHECK("__new_settlements"."state" in ('due', 'confirmed', 'settled', 'taken-back')),
	CONSTRAINT "settlements_amount" CHECK("__new_settlements"."amount_fen" > 0),
	CONSTRAINT "settlements_settled" CHECK(("__new_settlements"."state" = 'settled') = ("__new_settlements"."settled_on" is not null))
);
--> statement-breakpoint
INSERT INTO `__new_settlements`("id", "number", "guarantee_id", "event_id", "from_party", "from_id", "to_party", "to_id", "amount_fen", "state", "arisen_on", "due_on", "rule_version", "confirmed_at", "confirmed_by", "settled_on", "booked_on", "settled_at", "settled_by", "reference", "version") SELECT "id", "number", "guarantee_id", "event_id", "from_party", "from_id", "to_party", "to_id", "amount_fen", "state", "arisen_on", "due_on", "rule_version", "confirmed_at", "confirmed_by", "settled_on", "booked_on", "settled_at", "settled_by", "reference", "version" FROM `settlements`;--> statement-breakpoint
DROP TABLE `settlements`;--> statement-breakpoint
ALTER TABLE `__new_settlements` RENAME TO `settlements`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `settlements_number_unique` ON `settlements` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `settlements_once` ON `settlements` (`event_id`,`from_party`,`to_party`);--> statement-breakpoint
CREATE INDEX `settlements_from_id` ON `settlements` (`from_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `settlements_to_id` ON `settlements` (`to_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `settlements_guarantee` ON `settlements` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE TABLE `__new_shared_events` (
	`id` text PRIMARY KEY NOT NULL,
	`guarantee_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`happened_on` text NOT NULL,
	`loss_fen` integer NOT NULL,
	`recovered_fen` integer NOT NULL,
	`cost_fen` integer NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shared_events_kind" CHECK("__new_shared_events"."kind" in ('claim', 'recovery', 'taken-back')),
	CONSTRAINT "shared_events_sums" CHECK("__new_shared_events"."loss_fen" >= 0 and "__new_shared_events"."recovered_fen" >= 0 and "__new_shared_events"."cost_fen" >= 0)
);
--> statement-breakpoint
INSERT INTO `__new_shared_events`("id", "guarantee_id", "position", "kind", "subject_id", "happened_on", "loss_fen", "recovered_fen", "cost_fen", "at") SELECT "id", "guarantee_id", "position", "kind", "subject_id", "happened_on", "loss_fen", "recovered_fen", "cost_fen", "at" FROM `shared_events`;--> statement-breakpoint
DROP TABLE `shared_events`;--> statement-breakpoint
ALTER TABLE `__new_shared_events` RENAME TO `shared_events`;--> statement-breakpoint
CREATE UNIQUE INDEX `shared_events_subject_id_unique` ON `shared_events` (`subject_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `shared_events_position` ON `shared_events` (`guarantee_id`,`position`);--> statement-breakpoint
CREATE INDEX `shared_events_on` ON `shared_events` (`happened_on`,`kind`);