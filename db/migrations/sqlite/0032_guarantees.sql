CREATE TABLE `firm_relations` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`from_id` text NOT NULL,
	`to_member` text NOT NULL,
	`to_name` text NOT NULL,
	`share_ppm` integer,
	`source` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` text,
	`institution_id` text,
	`ended_at` text,
	`ended_by` text,
	`end_words` text,
	FOREIGN KEY (`from_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "firm_relations_kind" CHECK("firm_relations"."kind" in ('controller', 'shareholder', 'mutual-guarantee'))
);
--> statement-breakpoint
CREATE INDEX `firm_relations_from` ON `firm_relations` (`from_id`);--> statement-breakpoint
CREATE INDEX `firm_relations_to` ON `firm_relations` (`to_member`);--> statement-breakpoint
CREATE TABLE `guarantee_customers` (
	`enterprise_id` text PRIMARY KEY NOT NULL,
	`pending_fen` integer NOT NULL,
	`promised_fen` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantee_customers_sums" CHECK("guarantee_customers"."pending_fen" >= 0 and "guarantee_customers"."promised_fen" >= 0 and "guarantee_customers"."balance_fen" >= 0)
);
--> statement-breakpoint
CREATE INDEX `guarantee_customers_balance` ON `guarantee_customers` (`balance_fen`);--> statement-breakpoint
CREATE TABLE `guarantee_exposures` (
	`holder` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`balance_fen` integer NOT NULL,
	`share_fen` integer NOT NULL,
	`guarantees` integer NOT NULL,
	PRIMARY KEY(`holder`, `dimension`, `key`),
	CONSTRAINT "guarantee_exposures_dimension" CHECK("guarantee_exposures"."dimension" in ('party', 'bank', 'guarantor', 'district', 'industry', 'size', 'arrangement', 'vintage'))
);
--> statement-breakpoint
CREATE TABLE `guarantor_assets` (
	`id` text PRIMARY KEY NOT NULL,
	`guarantor_id` text NOT NULL,
	`state` text NOT NULL,
	`as_of` text NOT NULL,
	`net_assets_fen` integer NOT NULL,
	`source` text NOT NULL,
	`stated_at` text NOT NULL,
	`stated_by` text,
	`decided_at` text,
	`decided_by` text,
	`decision_words` text,
	FOREIGN KEY (`guarantor_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantor_assets_state" CHECK("guarantor_assets"."state" in ('stated', 'approved', 'rejected'))
);
--> statement-breakpoint
CREATE INDEX `guarantor_assets_guarantor` ON `guarantor_assets` (`guarantor_id`,`state`,`as_of`);--> statement-breakpoint
CREATE INDEX `guarantor_assets_state` ON `guarantor_assets` (`state`,`id`);--> statement-breakpoint
CREATE TABLE `guarantor_customers` (
	`guarantor_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`kind` text NOT NULL,
	`promised_fen` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	`promised_own_fen` integer NOT NULL,
	`own_fen` integer NOT NULL,
	`liability_fen` integer NOT NULL,
	`committed_fen` integer NOT NULL,
	PRIMARY KEY(`guarantor_id`, `enterprise_id`),
	FOREIGN KEY (`guarantor_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantor_customers_kind" CHECK("guarantor_customers"."kind" in ('small', 'farming', 'small-farming', 'other')),
	CONSTRAINT "guarantor_customers_sums" CHECK("guarantor_customers"."promised_fen" >= 0 and "guarantor_customers"."balance_fen" >= 0 and "guarantor_customers"."promised_own_fen" >= 0 and "guarantor_customers"."own_fen" >= 0)
);
--> statement-breakpoint
CREATE INDEX `guarantor_customers_balance` ON `guarantor_customers` (`guarantor_id`,`balance_fen`);--> statement-breakpoint
CREATE INDEX `guarantor_customers_enterprise` ON `guarantor_customers` (`enterprise_id`);--> statement-breakpoint
CREATE TABLE `guarantors` (
	`guarantor_id` text PRIMARY KEY NOT NULL,
	`balance_fen` integer NOT NULL,
	`own_fen` integer NOT NULL,
	`liability_fen` integer NOT NULL,
	`guarantees` integer NOT NULL,
	`committed_own_fen` integer NOT NULL,
	`small_own_fen` integer NOT NULL,
	`customers` integer NOT NULL,
	`small_customers` integer NOT NULL,
	`committed_fen` integer NOT NULL,
	`weights_version` text NOT NULL,
	FOREIGN KEY (`guarantor_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantors_sums" CHECK("guarantors"."balance_fen" >= 0 and "guarantors"."own_fen" >= 0 and "guarantors"."liability_fen" >= 0 and "guarantors"."committed_fen" >= 0),
	CONSTRAINT "guarantors_counts" CHECK("guarantors"."customers" >= "guarantors"."small_customers" and "guarantors"."small_customers" >= 0)
);
--> statement-breakpoint
CREATE TABLE `guarantee_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`guarantee_id` text NOT NULL,
	`happened_on` text NOT NULL,
	`kind` text NOT NULL,
	`delta_fen` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	`open_fen` integer NOT NULL,
	`entry_seq` integer,
	`at` text NOT NULL,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`entry_seq`) REFERENCES `ledger_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantee_changes_kind" CHECK("guarantee_changes"."kind" in ('in-force', 'drawn', 'reduced', 'raised', 'released', 'claimed', 'closed', 'extended'))
);
--> statement-breakpoint
CREATE INDEX `guarantee_changes_guarantee` ON `guarantee_changes` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE INDEX `guarantee_changes_day` ON `guarantee_changes` (`happened_on`,`guarantee_id`);--> statement-breakpoint
CREATE TABLE `guarantee_counters` (
	`id` text PRIMARY KEY NOT NULL,
	`guarantee_id` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`value_fen` integer,
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantee_counters_kind" CHECK("guarantee_counters"."kind" in ('none', 'person', 'enterprise', 'mortgage', 'pledge', 'other'))
);
--> statement-breakpoint
CREATE INDEX `guarantee_counters_guarantee` ON `guarantee_counters` (`guarantee_id`,`id`);--> statement-breakpoint
CREATE TABLE `guarantee_shares` (
	`guarantee_id` text NOT NULL,
	`party` text NOT NULL,
	`institution_id` text,
	`book_id` text NOT NULL,
	`share_fen` integer NOT NULL,
	`contingent_fen` integer NOT NULL,
	PRIMARY KEY(`guarantee_id`, `party`),
	FOREIGN KEY (`guarantee_id`) REFERENCES `guarantees`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`book_id`) REFERENCES `ledger_books`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantee_shares_party" CHECK("guarantee_shares"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "guarantee_shares_contingent" CHECK("guarantee_shares"."contingent_fen" >= 0)
);
--> statement-breakpoint
CREATE INDEX `guarantee_shares_institution` ON `guarantee_shares` (`institution_id`,`guarantee_id`);--> statement-breakpoint
CREATE TABLE `guarantees` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`origin` text NOT NULL,
	`application_id` text NOT NULL,
	`offer_id` text NOT NULL,
	`loan_id` text,
	`enterprise_id` text NOT NULL,
	`bank_id` text NOT NULL,
	`guarantor_id` text NOT NULL,
	`state` text NOT NULL,
	`filing` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`months` integer NOT NULL,
	`open_fen` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	`open_own_fen` integer NOT NULL,
	`own_fen` integer NOT NULL,
	`claimed_fen` integer NOT NULL,
	`open_claims` integer NOT NULL,
	`arrangement` text NOT NULL,
	`arrangement_version` text,
	`terms` text NOT NULL,
	`district` text NOT NULL,
	`industry` text NOT NULL,
	`size` text,
	`farming` integer,
	`kind` text NOT NULL,
	`scope` text NOT NULL,
	`asked_at` text NOT NULL,
	`asked_by` text,
	`officer_id` text,
	`due_on` text,
	`due_policies` text,
	`findings` text,
	`fee_ppm` integer,
	`fee_fen` integer,
	`underwritten_at` text,
	`underwritten_by` text,
	`rooms` text,
	`approved_at` text,
	`approved_by` text,
	`decline_reason` text,
	`decline_words` text,
	`letter_number` text,
	`signed_on` text,
	`signed_by` text,
	`filing_due_on` text,
	`filing_sent_on` text,
	`filing_late_days` integer NOT NULL,
	`filed_on` text,
	`filed_by` text,
	`filing_words` text,
	`in_force_on` text,
	`matures_on` text,
	`cover_until` text,
	`released_on` text,
	`policies` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`offer_id`) REFERENCES `offers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`bank_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guarantor_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guarantees_state" CHECK("guarantees"."state" in ('applied', 'underwriting', 'approved', 'signed', 'in-force', 'claimed', 'released', 'declined', 'withdrawn')),
	CONSTRAINT "guarantees_filing" CHECK("guarantees"."filing" in ('none', 'due', 'sent', 'returned', 'filed')),
	CONSTRAINT "guarantees_origin" CHECK("guarantees"."origin" in ('single', 'batch')),
	CONSTRAINT "guarantees_size" CHECK("guarantees"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "guarantees_kind" CHECK("guarantees"."kind" in ('small', 'farming', 'small-farming', 'other')),
	CONSTRAINT "guarantees_decline_reason" CHECK("guarantees"."decline_reason" in ('outside-scope', 'over-cap', 'repayment-ability', 'counter-guarantee-insufficient', 'credit-record', 'consent-missing', 'other')),
	CONSTRAINT "guarantees_amount" CHECK("guarantees"."amount_fen" > 0),
	CONSTRAINT "guarantees_months" CHECK("guarantees"."months" > 0),
	CONSTRAINT "guarantees_open" CHECK("guarantees"."open_fen" >= 0 and "guarantees"."balance_fen" >= 0),
	CONSTRAINT "guarantees_sum" CHECK("guarantees"."open_fen" + "guarantees"."balance_fen" + "guarantees"."claimed_fen" <= "guarantees"."amount_fen"),
	CONSTRAINT "guarantees_own" CHECK("guarantees"."open_own_fen" >= 0 and "guarantees"."own_fen" between 0 and "guarantees"."balance_fen"),
	CONSTRAINT "guarantees_claims" CHECK("guarantees"."open_claims" >= 0 and "guarantees"."claimed_fen" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `guarantees_number_unique` ON `guarantees` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `guarantees_letter_number_unique` ON `guarantees` (`letter_number`);--> statement-breakpoint
CREATE INDEX `guarantees_guarantor` ON `guarantees` (`guarantor_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `guarantees_bank` ON `guarantees` (`bank_id`,`state`);--> statement-breakpoint
CREATE INDEX `guarantees_enterprise` ON `guarantees` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE INDEX `guarantees_application` ON `guarantees` (`application_id`);--> statement-breakpoint
CREATE INDEX `guarantees_loan` ON `guarantees` (`loan_id`);--> statement-breakpoint
CREATE INDEX `guarantees_filing` ON `guarantees` (`filing`,`filing_due_on`);--> statement-breakpoint
CREATE INDEX `guarantees_balance` ON `guarantees` (`guarantor_id`,`balance_fen`);--> statement-breakpoint
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
	CONSTRAINT "notices_kind" CHECK("__new_notices"."kind" in ('needs', 'dispatches', 'cases', 'offers', 'loans', 'messages', 'documents', 'consents', 'reminders', 'products', 'policies', 'firm', 'ratings', 'complaints', 'guarantees'))
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