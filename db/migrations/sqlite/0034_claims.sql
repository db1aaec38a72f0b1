CREATE TABLE `claims` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`guarantee_id` text NOT NULL,
	`loan_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`guarantor_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`trigger` text NOT NULL,
	`overdue_days` integer NOT NULL,
	`risk_class` text,
	`basis` text NOT NULL,
	`papers` text NOT NULL,
	`principal_fen` integer NOT NULL,
	`interest_fen` integer NOT NULL,
	`claimed_fen` integer NOT NULL,
	`interest_from` text NOT NULL,
	`interest_until` text NOT NULL,
	`words` text NOT NULL,
	`rule_version` text NOT NULL,
	`filed_on` text NOT NULL,
	`filed_at` text NOT NULL,
	`filed_by` text NOT NULL,
	`due_on` text NOT NULL,
	`checked_at` text,
	`checked_by` text,
	`decided_at` text,
	`decided_by` text,
	`answer` text,
	`paid_on` text,
	`paid_at` text,
	`paid_by` text,
	`reference` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guarantor_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claims_kind" CHECK("claims"."kind" in ('interim', 'final')),
	CONSTRAINT "claims_state" CHECK("claims"."state" in ('filed', 'returned', 'checked', 'approved', 'paid', 'refused', 'withdrawn')),
	CONSTRAINT "claims_trigger" CHECK("claims"."trigger" in ('overdue', 'class')),
	CONSTRAINT "claims_basis" CHECK("claims"."basis" in ('unperformed', 'accelerated', 'bankruptcy')),
	CONSTRAINT "claims_sums" CHECK("claims"."principal_fen" > 0 and "claims"."interest_fen" >= 0),
	CONSTRAINT "claims_base" CHECK("claims"."claimed_fen" = "claims"."principal_fen" + "claims"."interest_fen"),
	CONSTRAINT "claims_paid" CHECK(("claims"."state" = 'paid') = ("claims"."paid_on" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `claims_number_unique` ON `claims` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `claims_open` ON `claims` (`guarantee_id`) WHERE state in ('filed', 'returned', 'checked', 'approved');--> statement-breakpoint
CREATE INDEX `claims_guarantee` ON `claims` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE INDEX `claims_institution` ON `claims` (`institution_id`,`id`);--> statement-breakpoint
CREATE INDEX `claims_guarantor` ON `claims` (`guarantor_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `claims_enterprise` ON `claims` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE INDEX `claims_paid_on` ON `claims` (`paid_on`);--> statement-breakpoint
CREATE TABLE `settlements` (
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
	`settled_at` text,
	`settled_by` text,
	`reference` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `shared_events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "settlements_from" CHECK("settlements"."from_party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "settlements_to" CHECK("settlements"."to_party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "settlements_state" CHECK("settlements"."state" in ('due', 'confirmed', 'settled')),
	CONSTRAINT "settlements_amount" CHECK("settlements"."amount_fen" > 0),
	CONSTRAINT "settlements_settled" CHECK(("settlements"."state" = 'settled') = ("settlements"."settled_on" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `settlements_number_unique` ON `settlements` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `settlements_once` ON `settlements` (`event_id`,`from_party`,`to_party`);--> statement-breakpoint
CREATE INDEX `settlements_from_id` ON `settlements` (`from_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `settlements_to_id` ON `settlements` (`to_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `settlements_guarantee` ON `settlements` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE TABLE `shared_events` (
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
	CONSTRAINT "shared_events_kind" CHECK("shared_events"."kind" in ('claim', 'recovery')),
	CONSTRAINT "shared_events_sums" CHECK("shared_events"."loss_fen" >= 0 and "shared_events"."recovered_fen" >= 0 and "shared_events"."cost_fen" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shared_events_subject_id_unique` ON `shared_events` (`subject_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `shared_events_position` ON `shared_events` (`guarantee_id`,`position`);--> statement-breakpoint
CREATE INDEX `shared_events_on` ON `shared_events` (`happened_on`,`kind`);--> statement-breakpoint
CREATE TABLE `shared_parts` (
	`event_id` text NOT NULL,
	`party` text NOT NULL,
	`institution_id` text,
	`cash_fen` integer NOT NULL,
	`borne_fen` integer NOT NULL,
	`returned_fen` integer NOT NULL,
	PRIMARY KEY(`event_id`, `party`),
	FOREIGN KEY (`event_id`) REFERENCES `shared_events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shared_parts_party" CHECK("shared_parts"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "shared_parts_sums" CHECK("shared_parts"."cash_fen" >= 0 and "shared_parts"."borne_fen" >= 0 and "shared_parts"."returned_fen" >= 0)
);
--> statement-breakpoint
CREATE INDEX `shared_parts_institution` ON `shared_parts` (`institution_id`);--> statement-breakpoint
CREATE TABLE `recoveries` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`guarantee_id` text NOT NULL,
	`means` text NOT NULL,
	`received_on` text NOT NULL,
	`recovered_fen` integer NOT NULL,
	`cost_fen` integer NOT NULL,
	`words` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` text NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "recoveries_means" CHECK("recoveries"."means" in ('voluntary', 'counter-guarantee', 'collateral', 'lawsuit', 'enforcement', 'bankruptcy')),
	CONSTRAINT "recoveries_sums" CHECK("recoveries"."recovered_fen" >= 0 and "recoveries"."cost_fen" >= 0),
	CONSTRAINT "recoveries_something" CHECK("recoveries"."recovered_fen" > 0 or "recoveries"."cost_fen" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recoveries_number_unique` ON `recoveries` (`number`);--> statement-breakpoint
CREATE INDEX `recoveries_guarantee` ON `recoveries` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE TABLE `recovery_plans` (
	`id` text PRIMARY KEY NOT NULL,
	`guarantee_id` text NOT NULL,
	`means` text NOT NULL,
	`expected_fen` integer NOT NULL,
	`until_on` text NOT NULL,
	`words` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "recovery_plans_expected" CHECK("recovery_plans"."expected_fen" >= 0)
);
--> statement-breakpoint
CREATE INDEX `recovery_plans_guarantee` ON `recovery_plans` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE TABLE `write_offs` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`guarantee_id` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`why` text NOT NULL,
	`proposed_at` text NOT NULL,
	`proposed_by` text NOT NULL,
	`agreed_at` text,
	`agreed_by` text,
	`approved_on` text,
	`approved_at` text,
	`approved_by` text,
	`answer` text,
	`ended_at` text,
	`ended_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "write_offs_state" CHECK("write_offs"."state" in ('proposed', 'agreed', 'approved', 'rejected', 'withdrawn')),
	CONSTRAINT "write_offs_amount" CHECK("write_offs"."amount_fen" > 0),
	CONSTRAINT "write_offs_approved" CHECK(("write_offs"."state" = 'approved') = ("write_offs"."approved_on" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `write_offs_number_unique` ON `write_offs` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `write_offs_open` ON `write_offs` (`guarantee_id`) WHERE state in ('proposed', 'agreed');--> statement-breakpoint
CREATE INDEX `write_offs_guarantee` ON `write_offs` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE INDEX `write_offs_state` ON `write_offs` (`state`,`approved_on`);--> statement-breakpoint
CREATE TABLE `stops` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`scope_key` text NOT NULL,
	`state` text NOT NULL,
	`from_on` text NOT NULL,
	`until_on` text NOT NULL,
	`claimed_fen` integer NOT NULL,
	`released_fen` integer NOT NULL,
	`rate_ppm` integer NOT NULL,
	`line_ppm` integer NOT NULL,
	`rule_version` text NOT NULL,
	`raised_at` text NOT NULL,
	`lifted_at` text,
	`lifted_by` text,
	`why` text,
	`version` integer NOT NULL,
	CONSTRAINT "stops_scope" CHECK("stops"."scope" in ('bank', 'guarantor', 'arrangement')),
	CONSTRAINT "stops_state" CHECK("stops"."state" in ('active', 'lifted')),
	CONSTRAINT "stops_days" CHECK("stops"."until_on" >= "stops"."from_on"),
	CONSTRAINT "stops_lifted" CHECK(("stops"."state" = 'lifted') = ("stops"."lifted_at" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stops_once` ON `stops` (`scope`,`scope_key`,`from_on`);--> statement-breakpoint
CREATE INDEX `stops_scope_key` ON `stops` (`scope`,`scope_key`,`state`,`until_on`);--> statement-breakpoint
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
	CONSTRAINT "notices_kind" CHECK("__new_notices"."kind" in ('needs', 'dispatches', 'cases', 'offers', 'loans', 'claims', 'messages', 'documents', 'consents', 'reminders', 'products', 'policies', 'firm', 'ratings', 'complaints', 'guarantees'))
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