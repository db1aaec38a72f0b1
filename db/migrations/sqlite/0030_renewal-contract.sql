PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_applications` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`need_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`product_id` text NOT NULL,
	`product_version` integer NOT NULL,
	`state` text NOT NULL,
	`opened_by` text NOT NULL,
	`officer_id` text,
	`fit` text NOT NULL,
	`rule_version` text NOT NULL,
	`facts_fingerprint` text NOT NULL,
	`phone_tail` text NOT NULL,
	`submitted_at` text NOT NULL,
	`taken_at` text,
	`offered_at` text,
	`decided_at` text,
	`due_on` text,
	`due_policies` text,
	`contact_due_on` text,
	`contact_due_policies` text,
	`contacted_on` text,
	`contact_way` text,
	`decline_reason` text,
	`decline_words` text,
	`decline_facts` text,
	`decline_papers` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "applications_state" CHECK("__new_applications"."state" in ('submitted', 'taken', 'offered', 'agreed', 'signed', 'declined', 'withdrawn', 'expired', 'not-chosen')),
	CONSTRAINT "applications_opened_by" CHECK("__new_applications"."opened_by" in ('firm-applied', 'bank-took', 'renewal')),
	CONSTRAINT "applications_contact_way" CHECK("__new_applications"."contact_way" in ('message', 'papers', 'offer', 'phone', 'visit')),
	CONSTRAINT "applications_decline_reason" CHECK("__new_applications"."decline_reason" in ('outside-policy', 'credit-record', 'repayment-ability', 'collateral-insufficient', 'documents-missing', 'industry-restricted', 'existing-debt', 'purpose-unclear', 'rate-not-agreed', 'other'))
);
--> statement-breakpoint
INSERT INTO `__new_applications`("id", "number", "need_id", "enterprise_id", "institution_id", "product_id", "product_version", "state", "opened_by", "officer_id", "fit", "rule_version", "facts_fingerprint", "phone_tail", "submitted_at", "taken_at", "offered_at", "decided_at", "due_on", "due_policies", "contact_due_on", "contact_due_policies", "contacted_on", "contact_way", "decline_reason", "decline_words", "decline_facts", "decline_papers", "version") SELECT "id", "number", "need_id", "enterprise_id", "institution_id", "product_id", "product_version", "state", "opened_by", "officer_id", "fit", "rule_version", "facts_fingerprint", "phone_tail", "submitted_at", "taken_at", "offered_at", "decided_at", "due_on", "due_policies", "contact_due_on", "contact_due_policies", "contacted_on", "contact_way", "decline_reason", "decline_words", "decline_facts", "decline_papers", "version" FROM `applications`;--> statement-breakpoint
DROP TABLE `applications`;--> statement-breakpoint
ALTER TABLE `__new_applications` RENAME TO `applications`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `applications_number_unique` ON `applications` (`number`);--> statement-breakpoint
CREATE INDEX `applications_institution` ON `applications` (`institution_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `applications_queue` ON `applications` (`institution_id`,`officer_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `applications_contact` ON `applications` (`contact_due_on`) WHERE contacted_on is null;--> statement-breakpoint
CREATE INDEX `applications_clocks` ON `applications` (`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `applications_need` ON `applications` (`need_id`,`state`);--> statement-breakpoint
CREATE INDEX `applications_enterprise` ON `applications` (`enterprise_id`,`submitted_at`);--> statement-breakpoint
ALTER TABLE `renewals` ADD `application_id` text REFERENCES applications(id);--> statement-breakpoint
CREATE UNIQUE INDEX `renewals_case` ON `renewals` (`application_id`);--> statement-breakpoint
ALTER TABLE `loans` ADD `renewal_of` text REFERENCES loans(id);--> statement-breakpoint
CREATE UNIQUE INDEX `loans_renewal` ON `loans` (`renewal_of`) WHERE state <> 'cancelled';--> statement-breakpoint
ALTER TABLE `repayments` ADD `renewed_by` text REFERENCES loans(id);