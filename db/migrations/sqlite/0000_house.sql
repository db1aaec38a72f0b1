CREATE TABLE `password_history` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`hash` text NOT NULL,
	`set_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `password_history_person` ON `password_history` (`person_id`,`set_at`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`sign_in_name` text NOT NULL,
	`name` text NOT NULL,
	`phone` text,
	`role` text NOT NULL,
	`enterprise_id` text,
	`institution_id` text,
	`region` text,
	`state` text NOT NULL,
	`language` text NOT NULL,
	`password_hash` text,
	`password_set_at` text,
	`totp_secret` text,
	`totp_confirmed_at` text,
	`totp_step` integer NOT NULL,
	`failures` integer NOT NULL,
	`locked_until` text,
	`last_signed_in_at` text,
	`demo` integer NOT NULL,
	`created_at` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "people_role" CHECK("people"."role" in ('enterprise-owner', 'enterprise-clerk', 'bank-officer', 'bank-manager', 'guarantor-officer', 'guarantor-manager', 'reguarantor', 'treasury', 'pool-operator', 'pool-checker', 'pool-cashier', 'bureau-analyst', 'bureau-head', 'township-officer', 'administrator', 'security-administrator', 'auditor')),
	CONSTRAINT "people_state" CHECK("people"."state" in ('invited', 'active', 'disabled')),
	CONSTRAINT "people_language" CHECK("people"."language" in ('zh', 'en')),
	CONSTRAINT "people_failures" CHECK("people"."failures" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_sign_in_name_unique` ON `people` (`sign_in_name`);--> statement-breakpoint
CREATE INDEX `people_enterprise` ON `people` (`enterprise_id`);--> statement-breakpoint
CREATE INDEX `people_institution` ON `people` (`institution_id`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`person_id` text NOT NULL,
	`hash` text NOT NULL,
	`used_at` text,
	PRIMARY KEY(`person_id`, `hash`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`person_id` text NOT NULL,
	`started_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`ends_at` text NOT NULL,
	`ended_at` text,
	`complete` integer NOT NULL,
	`agent` text NOT NULL,
	`address` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id_unique` ON `sessions` (`id`);--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`,`ended_at`);--> statement-breakpoint
CREATE TABLE `setup_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`ends_at` text NOT NULL,
	`used_at` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `setup_links_person` ON `setup_links` (`person_id`);--> statement-breakpoint
CREATE TABLE `applications` (
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
	`decline_reason` text,
	`decline_words` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "applications_state" CHECK("applications"."state" in ('submitted', 'taken', 'offered', 'agreed', 'signed', 'declined', 'withdrawn', 'expired', 'not-chosen')),
	CONSTRAINT "applications_opened_by" CHECK("applications"."opened_by" in ('firm-applied', 'bank-took')),
	CONSTRAINT "applications_decline_reason" CHECK("applications"."decline_reason" in ('outside-policy', 'credit-record', 'repayment-ability', 'collateral-insufficient', 'documents-missing', 'industry-restricted', 'existing-debt', 'purpose-unclear', 'rate-not-agreed', 'other'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_number_unique` ON `applications` (`number`);--> statement-breakpoint
CREATE INDEX `applications_institution` ON `applications` (`institution_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `applications_need` ON `applications` (`need_id`,`state`);--> statement-breakpoint
CREATE INDEX `applications_enterprise` ON `applications` (`enterprise_id`,`submitted_at`);--> statement-breakpoint
CREATE TABLE `offers` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`need_id` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`months` integer NOT NULL,
	`rate_ppm` integer NOT NULL,
	`method` text NOT NULL,
	`guarantee_mode` text NOT NULL,
	`upfront_fees_fen` integer NOT NULL,
	`yearly_fees_fen` integer NOT NULL,
	`simple_ppm` integer,
	`compound_ppm` integer,
	`valid_until` text NOT NULL,
	`words` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text,
	`decided_at` text,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "offers_state" CHECK("offers"."state" in ('open', 'accepted', 'lapsed', 'not-chosen', 'withdrawn')),
	CONSTRAINT "offers_method" CHECK("offers"."method" in ('equal-instalment', 'equal-principal', 'interest-only', 'bullet')),
	CONSTRAINT "offers_guarantee_mode" CHECK("offers"."guarantee_mode" in ('credit', 'mortgage', 'pledge-equity', 'pledge-trademark', 'pledge-movables', 'pledge-receivables', 'farmland-right', 'guarantee', 'insurance')),
	CONSTRAINT "offers_amount" CHECK("offers"."amount_fen" > 0),
	CONSTRAINT "offers_months" CHECK("offers"."months" > 0)
);
--> statement-breakpoint
CREATE INDEX `offers_application` ON `offers` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `offers_need` ON `offers` (`need_id`,`state`);--> statement-breakpoint
CREATE INDEX `offers_validity` ON `offers` (`state`,`valid_until`);--> statement-breakpoint
CREATE TABLE `trail` (
	`id` text PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`person_id` text,
	`actor` text NOT NULL,
	`institution_id` text,
	`happening` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`from_state` text,
	`to_state` text,
	`why` text,
	`details` text,
	`request_id` text,
	`address` text
);
--> statement-breakpoint
CREATE INDEX `trail_subject` ON `trail` (`subject_kind`,`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `trail_person` ON `trail` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `trail_happening` ON `trail` (`happening`,`id`);--> statement-breakpoint
CREATE TABLE `enterprise_years` (
	`enterprise_id` text NOT NULL,
	`year` integer NOT NULL,
	`employees` integer,
	`revenue_fen` integer,
	`assets_fen` integer,
	PRIMARY KEY(`enterprise_id`, `year`),
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enterprise_years_year" CHECK("enterprise_years"."year" between 1990 and 2100),
	CONSTRAINT "enterprise_years_employees" CHECK("enterprise_years"."employees" >= 0),
	CONSTRAINT "enterprise_years_revenue" CHECK("enterprise_years"."revenue_fen" >= 0),
	CONSTRAINT "enterprise_years_assets" CHECK("enterprise_years"."assets_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE `enterprises` (
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
	`size` text,
	`created_at` text NOT NULL,
	`verified_at` text,
	`returned_for` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`main_bank_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enterprises_state" CHECK("enterprises"."state" in ('under-review', 'returned', 'verified', 'closed')),
	CONSTRAINT "enterprises_size" CHECK("enterprises"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "enterprises_tax_grade" CHECK("enterprises"."tax_grade" in ('A', 'B', 'M', 'C', 'D', 'unrated'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enterprises_uscc_unique` ON `enterprises` (`uscc`);--> statement-breakpoint
CREATE INDEX `enterprises_region` ON `enterprises` (`region`);--> statement-breakpoint
CREATE INDEX `enterprises_list` ON `enterprises` (`pinyin`,`id`);--> statement-breakpoint
CREATE INDEX `enterprises_queue` ON `enterprises` (`state`,`created_at`);--> statement-breakpoint
CREATE TABLE `institutions` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`region` text NOT NULL,
	`pinyin` text NOT NULL,
	`created_at` text NOT NULL,
	CONSTRAINT "institutions_kind" CHECK("institutions"."kind" in ('bank', 'guarantor', 'reguarantor', 'treasury', 'pool', 'insurer', 'bureau')),
	CONSTRAINT "institutions_state" CHECK("institutions"."state" in ('active', 'closed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `institutions_code_unique` ON `institutions` (`code`);--> statement-breakpoint
CREATE TABLE `drawdowns` (
	`id` text PRIMARY KEY NOT NULL,
	`loan_id` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`drawn_on` text NOT NULL,
	`reported_at` text NOT NULL,
	`reported_by` text,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "drawdowns_amount" CHECK("drawdowns"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE INDEX `drawdowns_loan` ON `drawdowns` (`loan_id`,`drawn_on`);--> statement-breakpoint
CREATE TABLE `loans` (
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
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`offer_id`) REFERENCES `offers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "loans_state" CHECK("loans"."state" in ('signed', 'drawn', 'overdue', 'settled', 'cancelled')),
	CONSTRAINT "loans_method" CHECK("loans"."method" in ('equal-instalment', 'equal-principal', 'interest-only', 'bullet')),
	CONSTRAINT "loans_amount" CHECK("loans"."amount_fen" > 0),
	CONSTRAINT "loans_drawn" CHECK("loans"."drawn_fen" between 0 and "loans"."amount_fen"),
	CONSTRAINT "loans_balance" CHECK("loans"."balance_fen" between 0 and "loans"."drawn_fen")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `loans_number_unique` ON `loans` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `loans_application_id_unique` ON `loans` (`application_id`);--> statement-breakpoint
CREATE INDEX `loans_institution` ON `loans` (`institution_id`,`state`);--> statement-breakpoint
CREATE INDEX `loans_enterprise` ON `loans` (`enterprise_id`,`signed_on`);--> statement-breakpoint
CREATE INDEX `loans_state` ON `loans` (`state`,`first_drawn_on`);--> statement-breakpoint
CREATE TABLE `repayments` (
	`id` text PRIMARY KEY NOT NULL,
	`loan_id` text NOT NULL,
	`paid_on` text NOT NULL,
	`principal_fen` integer NOT NULL,
	`interest_fen` integer NOT NULL,
	`reported_at` text NOT NULL,
	`reported_by` text,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "repayments_principal" CHECK("repayments"."principal_fen" >= 0),
	CONSTRAINT "repayments_interest" CHECK("repayments"."interest_fen" >= 0)
);
--> statement-breakpoint
CREATE INDEX `repayments_loan` ON `repayments` (`loan_id`,`paid_on`);--> statement-breakpoint
CREATE TABLE `matches` (
	`id` text PRIMARY KEY NOT NULL,
	`need_id` text NOT NULL,
	`made_at` text NOT NULL,
	`rule_version` text NOT NULL,
	`facts_fingerprint` text NOT NULL,
	`shelf_fingerprint` text NOT NULL,
	`facts` text NOT NULL,
	`verdicts` text NOT NULL,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `matches_need` ON `matches` (`need_id`,`id`);--> statement-breakpoint
CREATE TABLE `needs` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`months` integer NOT NULL,
	`purpose` text NOT NULL,
	`guarantee_modes` text NOT NULL,
	`highest_rate_ppm` integer,
	`wanted_by` text,
	`name_shown` text NOT NULL,
	`story` text NOT NULL,
	`region` text NOT NULL,
	`industry` text NOT NULL,
	`size` text,
	`search` text NOT NULL,
	`published_at` text,
	`expires_on` text,
	`returned_for` text,
	`created_at` text NOT NULL,
	`created_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "needs_state" CHECK("needs"."state" in ('draft', 'under-review', 'published', 'in-progress', 'financed', 'withdrawn', 'expired')),
	CONSTRAINT "needs_purpose" CHECK("needs"."purpose" in ('raw-materials', 'wages', 'equipment', 'premises', 'technology', 'orders', 'renewal', 'farm-inputs', 'other')),
	CONSTRAINT "needs_name_shown" CHECK("needs"."name_shown" in ('shown', 'anonymous-until-contact')),
	CONSTRAINT "needs_size" CHECK("needs"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "needs_amount" CHECK("needs"."amount_fen" > 0),
	CONSTRAINT "needs_months" CHECK("needs"."months" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `needs_number_unique` ON `needs` (`number`);--> statement-breakpoint
CREATE INDEX `needs_hall` ON `needs` (`state`,`published_at`,`id`,`region`,`industry`,`purpose`,`size`,`amount_fen`,`guarantee_modes`);--> statement-breakpoint
CREATE INDEX `needs_hall_region` ON `needs` (`state`,`region`,`published_at`,`id`);--> statement-breakpoint
CREATE INDEX `needs_hall_industry` ON `needs` (`state`,`industry`,`published_at`,`id`);--> statement-breakpoint
CREATE INDEX `needs_hall_amount` ON `needs` (`state`,`amount_fen`,`id`,`region`,`industry`,`purpose`,`size`,`guarantee_modes`);--> statement-breakpoint
CREATE INDEX `needs_enterprise` ON `needs` (`enterprise_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` text NOT NULL,
	`due_at` text NOT NULL,
	`attempts` integer NOT NULL,
	`done_at` text,
	`fault` text
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`done_at`,`due_at`);--> statement-breakpoint
CREATE TABLE `submissions` (
	`key` text PRIMARY KEY NOT NULL,
	`person_id` text,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `policies` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`version` integer NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	`value` text NOT NULL,
	`source` text NOT NULL,
	`certainty` text NOT NULL,
	`created_at` text NOT NULL,
	CONSTRAINT "policies_certainty" CHECK("policies"."certainty" in ('stated', 'seen', 'placeholder'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policies_code_version` ON `policies` (`code`,`version`);--> statement-breakpoint
CREATE TABLE `product_versions` (
	`product_id` text NOT NULL,
	`version` integer NOT NULL,
	`terms` text NOT NULL,
	`written_at` text NOT NULL,
	`written_by` text,
	`why` text,
	PRIMARY KEY(`product_id`, `version`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "product_versions_version" CHECK("product_versions"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`institution_id` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`listed_version` integer,
	`listed_at` text,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`summary` text NOT NULL,
	`amount_min_fen` integer NOT NULL,
	`amount_max_fen` integer NOT NULL,
	`months_max` integer NOT NULL,
	`rate_min_ppm` integer NOT NULL,
	`rate_max_ppm` integer NOT NULL,
	`days_promised` integer NOT NULL,
	`guarantee_modes` text NOT NULL,
	`search` text NOT NULL,
	`returned_for` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "products_state" CHECK("products"."state" in ('draft', 'under-review', 'listed', 'suspended', 'withdrawn')),
	CONSTRAINT "products_kind" CHECK("products"."kind" in ('working-capital', 'fixed-asset', 'tax-credit', 'science', 'farm', 'supply-chain', 'startup')),
	CONSTRAINT "products_amounts" CHECK("products"."amount_min_fen" <= "products"."amount_max_fen"),
	CONSTRAINT "products_rates" CHECK("products"."rate_min_ppm" <= "products"."rate_max_ppm")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_number_unique` ON `products` (`number`);--> statement-breakpoint
CREATE INDEX `products_shelf` ON `products` (`state`,`rate_min_ppm`,`id`);--> statement-breakpoint
CREATE INDEX `products_institution` ON `products` (`institution_id`,`state`);