CREATE TABLE `compensation_claims` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`cover_id` text NOT NULL,
	`loan_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`operator_id` text NOT NULL,
	`arrangement` text NOT NULL,
	`state` text NOT NULL,
	`principal_fen` integer NOT NULL,
	`interest_fen` integer NOT NULL,
	`claimed_fen` integer NOT NULL,
	`trigger` text NOT NULL,
	`overdue_days` integer NOT NULL,
	`risk_class` text,
	`words` text NOT NULL,
	`rule_version` text NOT NULL,
	`drafted_at` text NOT NULL,
	`drafted_by` text NOT NULL,
	`filed_on` text,
	`filed_at` text,
	`filed_by` text,
	`checked_at` text,
	`checked_by` text,
	`decided_at` text,
	`decided_by` text,
	`notice_from` text,
	`notice_until` text,
	`pool_free` text,
	`premium` text,
	`answer` text,
	`due_on` text,
	`due_policies` text,
	`paid_on` text,
	`paid_at` text,
	`paid_by` text,
	`reference` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`cover_id`) REFERENCES `covers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "compensation_claims_state" CHECK("compensation_claims"."state" in ('draft', 'filed', 'returned', 'checked', 'noticed', 'paid', 'refused', 'withdrawn')),
	CONSTRAINT "compensation_claims_trigger" CHECK("compensation_claims"."trigger" in ('overdue', 'class')),
	CONSTRAINT "compensation_claims_sums" CHECK("compensation_claims"."principal_fen" > 0 and "compensation_claims"."interest_fen" >= 0),
	CONSTRAINT "compensation_claims_base" CHECK("compensation_claims"."claimed_fen" = "compensation_claims"."principal_fen" + "compensation_claims"."interest_fen"),
	CONSTRAINT "compensation_claims_paid" CHECK(("compensation_claims"."state" = 'paid') = ("compensation_claims"."paid_on" is not null)),
	CONSTRAINT "compensation_claims_notice" CHECK(("compensation_claims"."state" in ('noticed', 'paid')) = ("compensation_claims"."notice_until" is not null and "compensation_claims"."pool_free" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `compensation_claims_number_unique` ON `compensation_claims` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `compensation_claims_once` ON `compensation_claims` (`cover_id`) WHERE state not in ('refused', 'withdrawn');--> statement-breakpoint
CREATE INDEX `compensation_claims_cover` ON `compensation_claims` (`cover_id`,`id`);--> statement-breakpoint
CREATE INDEX `compensation_claims_institution` ON `compensation_claims` (`institution_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `compensation_claims_operator` ON `compensation_claims` (`operator_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `compensation_claims_enterprise` ON `compensation_claims` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE INDEX `compensation_claims_arrangement` ON `compensation_claims` (`arrangement`,`state`);--> statement-breakpoint
CREATE INDEX `compensation_claims_notice_until` ON `compensation_claims` (`state`,`notice_until`);--> statement-breakpoint
CREATE TABLE `compensation_events` (
	`id` text PRIMARY KEY NOT NULL,
	`claim_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`happened_on` text NOT NULL,
	`loss_fen` integer NOT NULL,
	`recovered_fen` integer NOT NULL,
	`cost_fen` integer NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`claim_id`) REFERENCES `compensation_claims`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "compensation_events_kind" CHECK("compensation_events"."kind" in ('claim', 'recovery')),
	CONSTRAINT "compensation_events_sums" CHECK("compensation_events"."loss_fen" >= 0 and "compensation_events"."recovered_fen" >= 0 and "compensation_events"."cost_fen" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `compensation_events_subject_id_unique` ON `compensation_events` (`subject_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `compensation_events_position` ON `compensation_events` (`claim_id`,`position`);--> statement-breakpoint
CREATE INDEX `compensation_events_on` ON `compensation_events` (`happened_on`,`kind`);--> statement-breakpoint
CREATE TABLE `compensation_fundings` (
	`id` text PRIMARY KEY NOT NULL,
	`pool_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`funder` text NOT NULL,
	`agreement` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`agreed_on` text NOT NULL,
	`maker_id` text NOT NULL,
	`made_at` text NOT NULL,
	`booked_on` text,
	`booked_by` text,
	`why` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`pool_id`) REFERENCES `compensation_pools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "compensation_fundings_kind" CHECK("compensation_fundings"."kind" in ('contribution', 'withdrawal')),
	CONSTRAINT "compensation_fundings_state" CHECK("compensation_fundings"."state" in ('agreed', 'booked', 'dropped')),
	CONSTRAINT "compensation_fundings_amount" CHECK("compensation_fundings"."amount_fen" > 0),
	CONSTRAINT "compensation_fundings_booked" CHECK(("compensation_fundings"."state" = 'booked') = ("compensation_fundings"."booked_on" is not null))
);
--> statement-breakpoint
CREATE INDEX `compensation_fundings_pool` ON `compensation_fundings` (`pool_id`,`id`);--> statement-breakpoint
CREATE TABLE `compensation_papers` (
	`id` text PRIMARY KEY NOT NULL,
	`claim_id` text NOT NULL,
	`kind` text NOT NULL,
	`file_id` text NOT NULL,
	`name` text NOT NULL,
	`added_at` text NOT NULL,
	`added_by` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`claim_id`) REFERENCES `compensation_claims`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `stored_files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "compensation_papers_kind" CHECK("compensation_papers"."kind" in ('claim-form', 'loan-contract', 'drawdown-slip', 'demand-notice', 'debt-statement', 'class-proof', 'court-paper', 'other'))
);
--> statement-breakpoint
CREATE INDEX `compensation_papers_claim` ON `compensation_papers` (`claim_id`,`id`);--> statement-breakpoint
CREATE INDEX `compensation_papers_file` ON `compensation_papers` (`file_id`);--> statement-breakpoint
CREATE INDEX `compensation_papers_added` ON `compensation_papers` (`added_by`,`added_at`);--> statement-breakpoint
CREATE TABLE `compensation_parts` (
	`event_id` text NOT NULL,
	`party` text NOT NULL,
	`cash_fen` integer NOT NULL,
	`borne_fen` integer NOT NULL,
	`returned_fen` integer NOT NULL,
	PRIMARY KEY(`event_id`, `party`),
	FOREIGN KEY (`event_id`) REFERENCES `compensation_events`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "compensation_parts_party" CHECK("compensation_parts"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "compensation_parts_sums" CHECK("compensation_parts"."cash_fen" >= 0 and "compensation_parts"."borne_fen" >= 0 and "compensation_parts"."returned_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE `compensation_recoveries` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`claim_id` text NOT NULL,
	`state` text NOT NULL,
	`received_on` text NOT NULL,
	`recovered_fen` integer NOT NULL,
	`cost_fen` integer NOT NULL,
	`words` text NOT NULL,
	`reported_on` text NOT NULL,
	`reported_at` text NOT NULL,
	`reported_by` text NOT NULL,
	`due_on` text NOT NULL,
	`due_policies` text NOT NULL,
	`booked_on` text,
	`booked_at` text,
	`booked_by` text,
	`answer` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`claim_id`) REFERENCES `compensation_claims`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "compensation_recoveries_state" CHECK("compensation_recoveries"."state" in ('reported', 'booked', 'refused')),
	CONSTRAINT "compensation_recoveries_sums" CHECK("compensation_recoveries"."recovered_fen" > 0 and "compensation_recoveries"."cost_fen" >= 0),
	CONSTRAINT "compensation_recoveries_booked" CHECK(("compensation_recoveries"."state" = 'booked') = ("compensation_recoveries"."booked_on" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `compensation_recoveries_number_unique` ON `compensation_recoveries` (`number`);--> statement-breakpoint
CREATE INDEX `compensation_recoveries_claim` ON `compensation_recoveries` (`claim_id`,`id`);--> statement-breakpoint
CREATE INDEX `compensation_recoveries_state_due` ON `compensation_recoveries` (`state`,`due_on`);--> statement-breakpoint
CREATE TABLE `compensation_tallies` (
	`arrangement` text PRIMARY KEY NOT NULL,
	`covers` integer NOT NULL,
	`covered_fen` integer NOT NULL,
	`claims` integer NOT NULL,
	`claimed_fen` integer NOT NULL,
	`paid_fen` integer NOT NULL,
	`returned_fen` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cover_charges` (
	`cover_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`base_fen` integer NOT NULL,
	`months` integer NOT NULL,
	`rate_ppm` integer NOT NULL,
	`subsidy_ppm` integer NOT NULL,
	`amount_fen` integer NOT NULL,
	`subsidy_fen` integer NOT NULL,
	`rule_version` text NOT NULL,
	`paid_on` text,
	`paid_at` text,
	`paid_by` text,
	`reference` text,
	`version` integer NOT NULL,
	PRIMARY KEY(`cover_id`, `kind`),
	FOREIGN KEY (`cover_id`) REFERENCES `covers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cover_charges_kind" CHECK("cover_charges"."kind" in ('deposit', 'premium')),
	CONSTRAINT "cover_charges_state" CHECK("cover_charges"."state" in ('due', 'paid', 'void')),
	CONSTRAINT "cover_charges_sums" CHECK("cover_charges"."amount_fen" >= "cover_charges"."subsidy_fen" and "cover_charges"."subsidy_fen" >= 0),
	CONSTRAINT "cover_charges_paid" CHECK(("cover_charges"."state" = 'paid') = ("cover_charges"."paid_on" is not null))
);
--> statement-breakpoint
CREATE INDEX `cover_charges_paid_on` ON `cover_charges` (`kind`,`paid_on`);--> statement-breakpoint
ALTER TABLE `covers` ADD `compensated_on` text;--> statement-breakpoint
-- What arrangements covered before is kept from now on.
INSERT INTO `compensation_tallies` (`arrangement`, `covers`, `covered_fen`, `claims`, `claimed_fen`, `paid_fen`, `returned_fen`) SELECT `arrangement`, count(*), sum(`filed_fen`), 0, 0, 0, 0 FROM `covers` WHERE `state` = 'in-cover' GROUP BY `arrangement`;
