CREATE TABLE `api_answers` (
	`institution_id` text NOT NULL,
	`key` text NOT NULL,
	`asked` text NOT NULL,
	`status` integer NOT NULL,
	`answer` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`institution_id`, `key`),
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `api_answers_at` ON `api_answers` (`at`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`institution_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`tail` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`ends_on` text NOT NULL,
	`last_used_at` text,
	`last_used_from` text,
	`revoked_at` text,
	`revoked_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_institution` ON `api_keys` (`institution_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `loan_classes` (
	`id` text PRIMARY KEY NOT NULL,
	`loan_id` text NOT NULL,
	`classed_on` text NOT NULL,
	`from_class` text,
	`to_class` text NOT NULL,
	`reason` text NOT NULL,
	`overdue_days` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	`rule_version` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "loan_classes_from" CHECK("loan_classes"."from_class" in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
	CONSTRAINT "loan_classes_to" CHECK("loan_classes"."to_class" in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
	CONSTRAINT "loan_classes_reason" CHECK("loan_classes"."reason" in ('days', 'same-bank', 'observed')),
	CONSTRAINT "loan_classes_days" CHECK("loan_classes"."overdue_days" >= 0)
);
--> statement-breakpoint
CREATE INDEX `loan_classes_loan` ON `loan_classes` (`loan_id`,`classed_on`);--> statement-breakpoint
CREATE TABLE `renewals` (
	`id` text PRIMARY KEY NOT NULL,
	`loan_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`months` integer NOT NULL,
	`wish` text NOT NULL,
	`wished_at` text NOT NULL,
	`wished_by` text NOT NULL,
	`due_on` text,
	`due_policies` text,
	`checks` text,
	`rule_version` text NOT NULL,
	`answer` text,
	`answered_at` text,
	`answered_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "renewals_state" CHECK("renewals"."state" in ('wished', 'without-repayment', 'after-repayment', 'no', 'withdrawn')),
	CONSTRAINT "renewals_amount" CHECK("renewals"."amount_fen" > 0),
	CONSTRAINT "renewals_months" CHECK("renewals"."months" > 0)
);
--> statement-breakpoint
CREATE INDEX `renewals_loan` ON `renewals` (`loan_id`,`id`);--> statement-breakpoint
CREATE INDEX `renewals_institution` ON `renewals` (`institution_id`,`state`);--> statement-breakpoint
CREATE INDEX `renewals_enterprise` ON `renewals` (`enterprise_id`,`state`);--> statement-breakpoint
CREATE TABLE `repayment_import_rows` (
	`import_id` text NOT NULL,
	`row` integer NOT NULL,
	`state` text NOT NULL,
	`typed` text NOT NULL,
	`faults` text NOT NULL,
	`loan_id` text,
	`paid_on` text,
	`principal_fen` integer,
	`interest_fen` integer,
	`reference` text,
	PRIMARY KEY(`import_id`, `row`),
	FOREIGN KEY (`import_id`) REFERENCES `repayment_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "repayment_import_rows_state" CHECK("repayment_import_rows"."state" in ('good', 'bad'))
);
--> statement-breakpoint
CREATE INDEX `repayment_import_rows_state` ON `repayment_import_rows` (`import_id`,`state`,`row`);--> statement-breakpoint
CREATE TABLE `repayment_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`institution_id` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text NOT NULL,
	`file_hash` text NOT NULL,
	`good_rows` integer NOT NULL,
	`bad_rows` integer NOT NULL,
	`loan_count` integer NOT NULL,
	`settled_count` integer NOT NULL,
	`principal_fen` integer NOT NULL,
	`interest_fen` integer NOT NULL,
	`checked_at` text NOT NULL,
	`checked_by` text NOT NULL,
	`mode` text,
	`booked_at` text,
	`booked_by` text,
	`ended_at` text,
	`ended_by` text,
	`why` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "repayment_imports_state" CHECK("repayment_imports"."state" in ('reading', 'checked', 'booked', 'reversed', 'given-up')),
	CONSTRAINT "repayment_imports_mode" CHECK("repayment_imports"."mode" in ('all', 'good'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `repayment_imports_number_unique` ON `repayment_imports` (`number`);--> statement-breakpoint
CREATE INDEX `repayment_imports_institution` ON `repayment_imports` (`institution_id`,`id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_repayments` (
	`id` text PRIMARY KEY NOT NULL,
	`loan_id` text NOT NULL,
	`paid_on` text NOT NULL,
	`principal_fen` integer NOT NULL,
	`interest_fen` integer NOT NULL,
	`reference` text,
	`reversal_of` text,
	`import_id` text,
	`import_row` integer,
	`reported_at` text NOT NULL,
	`reported_by` text,
	`key_id` text,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reversal_of`) REFERENCES `repayments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `repayment_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`key_id`) REFERENCES `api_keys`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "repayments_sums" CHECK(("__new_repayments"."reversal_of" is null and "__new_repayments"."principal_fen" >= 0 and "__new_repayments"."interest_fen" >= 0) or ("__new_repayments"."reversal_of" is not null and "__new_repayments"."principal_fen" <= 0 and "__new_repayments"."interest_fen" <= 0))
);
--> statement-breakpoint
INSERT INTO `__new_repayments`("id", "loan_id", "paid_on", "principal_fen", "interest_fen", "reference", "reversal_of", "import_id", "import_row", "reported_at", "reported_by", "key_id") SELECT "id", "loan_id", "paid_on", "principal_fen", "interest_fen", NULL, NULL, NULL, NULL, "reported_at", "reported_by", NULL FROM `repayments`;--> statement-breakpoint
DROP TABLE `repayments`;--> statement-breakpoint
ALTER TABLE `__new_repayments` RENAME TO `repayments`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `repayments_reversal_of_unique` ON `repayments` (`reversal_of`);--> statement-breakpoint
CREATE INDEX `repayments_loan` ON `repayments` (`loan_id`,`paid_on`);--> statement-breakpoint
CREATE INDEX `repayments_reference` ON `repayments` (`reference`);--> statement-breakpoint
CREATE INDEX `repayments_import` ON `repayments` (`import_id`,`import_row`);--> statement-breakpoint
CREATE TABLE `__new_enterprises` (
	`id` text PRIMARY KEY NOT NULL,
	`uscc` text NOT NULL,
	`uscc_override` text,
	`name` text NOT NULL,
	`pinyin` text NOT NULL,
	`state` text NOT NULL,
	`legal_representative` text NOT NULL,
	`phone` text NOT NULL,
	`industry` text NOT NULL,
	`region` text NOT NULL,
	`founded_on` text,
	`main_bank_id` text,
	`tax_grade` text,
	`borrowed_before` text,
	`size` text,
	`created_at` text NOT NULL,
	`verified_at` text,
	`returned_for` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`main_bank_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enterprises_state" CHECK("__new_enterprises"."state" in ('under-review', 'returned', 'verified', 'closed')),
	CONSTRAINT "enterprises_size" CHECK("__new_enterprises"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "enterprises_tax_grade" CHECK("__new_enterprises"."tax_grade" in ('A', 'B', 'M', 'C', 'D', 'unrated')),
	CONSTRAINT "enterprises_borrowed_before" CHECK("__new_enterprises"."borrowed_before" in ('never', 'before'))
);
--> statement-breakpoint
INSERT INTO `__new_enterprises`("id", "uscc", "uscc_override", "name", "pinyin", "state", "legal_representative", "phone", "industry", "region", "founded_on", "main_bank_id", "tax_grade", "borrowed_before", "size", "created_at", "verified_at", "returned_for", "version") SELECT "id", "uscc", "uscc_override", "name", "pinyin", "state", "legal_representative", "phone", "industry", "region", "founded_on", "main_bank_id", "tax_grade", NULL, "size", "created_at", "verified_at", "returned_for", "version" FROM `enterprises`;--> statement-breakpoint
DROP TABLE `enterprises`;--> statement-breakpoint
ALTER TABLE `__new_enterprises` RENAME TO `enterprises`;--> statement-breakpoint
CREATE UNIQUE INDEX `enterprises_uscc_unique` ON `enterprises` (`uscc`);--> statement-breakpoint
CREATE INDEX `enterprises_region` ON `enterprises` (`region`);--> statement-breakpoint
CREATE INDEX `enterprises_list` ON `enterprises` (`pinyin`,`id`);--> statement-breakpoint
CREATE INDEX `enterprises_queue` ON `enterprises` (`state`,`created_at`);--> statement-breakpoint
ALTER TABLE `drawdowns` ADD `report_due_on` text;--> statement-breakpoint
ALTER TABLE `drawdowns` ADD `report_due_policies` text;--> statement-breakpoint
ALTER TABLE `drawdowns` ADD `key_id` text REFERENCES api_keys(id);--> statement-breakpoint
CREATE TABLE `__new_loans` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`application_id` text NOT NULL,
	`offer_id` text NOT NULL,
	`need_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`months` integer NOT NULL,
	`rate_ppm` integer NOT NULL,
	`method` text NOT NULL,
	`contract_number` text NOT NULL,
	`signed_on` text NOT NULL,
	`first_drawn_on` text,
	`matures_on` text,
	`settled_on` text,
	`drawn_fen` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	`drawing_closed` integer NOT NULL,
	`first_loan` integer NOT NULL,
	`first_loan_found` text,
	`overdue_since` text,
	`cleared_on` text,
	`risk_class` text,
	`classed_on` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`offer_id`) REFERENCES `offers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "loans_state" CHECK("__new_loans"."state" in ('signed', 'drawn', 'overdue', 'settled', 'cancelled')),
	CONSTRAINT "loans_method" CHECK("__new_loans"."method" in ('equal-instalment', 'equal-principal', 'interest-only', 'bullet')),
	CONSTRAINT "loans_risk_class" CHECK("__new_loans"."risk_class" in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
	CONSTRAINT "loans_amount" CHECK("__new_loans"."amount_fen" > 0),
	CONSTRAINT "loans_drawn" CHECK("__new_loans"."drawn_fen" between 0 and "__new_loans"."amount_fen"),
	CONSTRAINT "loans_balance" CHECK("__new_loans"."balance_fen" between 0 and "__new_loans"."drawn_fen")
);
--> statement-breakpoint
INSERT INTO `__new_loans`("id", "number", "application_id", "offer_id", "need_id", "enterprise_id", "institution_id", "state", "amount_fen", "months", "rate_ppm", "method", "contract_number", "signed_on", "first_drawn_on", "matures_on", "settled_on", "drawn_fen", "balance_fen", "drawing_closed", "first_loan", "first_loan_found", "overdue_since", "cleared_on", "risk_class", "classed_on", "version") SELECT "id", "number", "application_id", "offer_id", "need_id", "enterprise_id", "institution_id", "state", "amount_fen", "months", "rate_ppm", "method", "contract_number", "signed_on", "first_drawn_on", "matures_on", "settled_on", "drawn_fen", "balance_fen", "drawing_closed", "first_loan", NULL, NULL, NULL, NULL, NULL, "version" FROM `loans`;--> statement-breakpoint
DROP TABLE `loans`;--> statement-breakpoint
ALTER TABLE `__new_loans` RENAME TO `loans`;--> statement-breakpoint
CREATE UNIQUE INDEX `loans_number_unique` ON `loans` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `loans_application_id_unique` ON `loans` (`application_id`);--> statement-breakpoint
CREATE INDEX `loans_institution` ON `loans` (`institution_id`,`state`);--> statement-breakpoint
CREATE INDEX `loans_enterprise` ON `loans` (`enterprise_id`,`signed_on`);--> statement-breakpoint
CREATE INDEX `loans_state` ON `loans` (`state`,`first_drawn_on`);--> statement-breakpoint
CREATE INDEX `loans_matures` ON `loans` (`state`,`matures_on`);--> statement-breakpoint
CREATE INDEX `loans_contract` ON `loans` (`institution_id`,`contract_number`);