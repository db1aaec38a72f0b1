CREATE TABLE "password_history" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"hash" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"sign_in_name" text NOT NULL,
	"name" text NOT NULL,
	"phone" text,
	"role" text NOT NULL,
	"enterprise_id" text,
	"institution_id" text,
	"region" text,
	"state" text NOT NULL,
	"language" text NOT NULL,
	"password_hash" text,
	"password_set_at" timestamp (3) with time zone,
	"totp_secret" text,
	"totp_confirmed_at" timestamp (3) with time zone,
	"totp_step" bigint NOT NULL,
	"failures" bigint NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"last_signed_in_at" timestamp (3) with time zone,
	"demo" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "people_sign_in_name_unique" UNIQUE("sign_in_name"),
	CONSTRAINT "people_role" CHECK ("people"."role" in ('enterprise-owner', 'enterprise-clerk', 'bank-officer', 'bank-manager', 'guarantor-officer', 'guarantor-manager', 'reguarantor', 'treasury', 'pool-operator', 'pool-checker', 'pool-cashier', 'bureau-analyst', 'bureau-head', 'township-officer', 'administrator', 'security-administrator', 'auditor')),
	CONSTRAINT "people_state" CHECK ("people"."state" in ('invited', 'active', 'disabled')),
	CONSTRAINT "people_language" CHECK ("people"."language" in ('zh', 'en')),
	CONSTRAINT "people_failures" CHECK ("people"."failures" >= 0)
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"person_id" text NOT NULL,
	"hash" text NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "recovery_codes_person_id_hash_pk" PRIMARY KEY("person_id","hash")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"person_id" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"complete" boolean NOT NULL,
	"agent" text NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "sessions_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"hash" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"need_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"product_id" text NOT NULL,
	"product_version" bigint NOT NULL,
	"state" text NOT NULL,
	"opened_by" text NOT NULL,
	"officer_id" text,
	"fit" json NOT NULL,
	"rule_version" text NOT NULL,
	"facts_fingerprint" text NOT NULL,
	"phone_tail" text NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"taken_at" timestamp (3) with time zone,
	"offered_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"due_on" date,
	"decline_reason" text,
	"decline_words" text,
	"version" bigint NOT NULL,
	CONSTRAINT "applications_number_unique" UNIQUE("number"),
	CONSTRAINT "applications_state" CHECK ("applications"."state" in ('submitted', 'taken', 'offered', 'agreed', 'signed', 'declined', 'withdrawn', 'expired', 'not-chosen')),
	CONSTRAINT "applications_opened_by" CHECK ("applications"."opened_by" in ('firm-applied', 'bank-took')),
	CONSTRAINT "applications_decline_reason" CHECK ("applications"."decline_reason" in ('outside-policy', 'credit-record', 'repayment-ability', 'collateral-insufficient', 'documents-missing', 'industry-restricted', 'existing-debt', 'purpose-unclear', 'rate-not-agreed', 'other'))
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"need_id" text NOT NULL,
	"state" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"months" bigint NOT NULL,
	"rate_ppm" bigint NOT NULL,
	"method" text NOT NULL,
	"guarantee_mode" text NOT NULL,
	"upfront_fees_fen" bigint NOT NULL,
	"yearly_fees_fen" bigint NOT NULL,
	"simple_ppm" bigint,
	"compound_ppm" bigint,
	"valid_until" date NOT NULL,
	"words" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "offers_state" CHECK ("offers"."state" in ('open', 'accepted', 'lapsed', 'not-chosen', 'withdrawn')),
	CONSTRAINT "offers_method" CHECK ("offers"."method" in ('equal-instalment', 'equal-principal', 'interest-only', 'bullet')),
	CONSTRAINT "offers_guarantee_mode" CHECK ("offers"."guarantee_mode" in ('credit', 'mortgage', 'pledge-equity', 'pledge-trademark', 'pledge-movables', 'pledge-receivables', 'farmland-right', 'guarantee', 'insurance')),
	CONSTRAINT "offers_amount" CHECK ("offers"."amount_fen" > 0),
	CONSTRAINT "offers_months" CHECK ("offers"."months" > 0)
);
--> statement-breakpoint
CREATE TABLE "trail" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"person_id" text,
	"actor" text NOT NULL,
	"institution_id" text,
	"happening" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"from_state" text,
	"to_state" text,
	"why" text,
	"details" json,
	"request_id" text,
	"address" text
);
--> statement-breakpoint
CREATE TABLE "enterprise_years" (
	"enterprise_id" text NOT NULL,
	"year" bigint NOT NULL,
	"employees" bigint,
	"revenue_fen" bigint,
	"assets_fen" bigint,
	CONSTRAINT "enterprise_years_enterprise_id_year_pk" PRIMARY KEY("enterprise_id","year"),
	CONSTRAINT "enterprise_years_year" CHECK ("enterprise_years"."year" between 1990 and 2100),
	CONSTRAINT "enterprise_years_employees" CHECK ("enterprise_years"."employees" >= 0),
	CONSTRAINT "enterprise_years_revenue" CHECK ("enterprise_years"."revenue_fen" >= 0),
	CONSTRAINT "enterprise_years_assets" CHECK ("enterprise_years"."assets_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "enterprises" (
	"id" text PRIMARY KEY NOT NULL,
	"uscc" text NOT NULL,
	"uscc_override" text,
	"name" text NOT NULL,
	"pinyin" text NOT NULL,
	"state" text NOT NULL,
	"legal_representative" text NOT NULL,
	"phone" text NOT NULL,
	"industry" text NOT NULL,
	"region" text NOT NULL,
	"founded_on" date,
	"main_bank_id" text,
	"tax_grade" text,
	"size" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"returned_for" text,
	"version" bigint NOT NULL,
	CONSTRAINT "enterprises_uscc_unique" UNIQUE("uscc"),
	CONSTRAINT "enterprises_state" CHECK ("enterprises"."state" in ('under-review', 'returned', 'verified', 'closed')),
	CONSTRAINT "enterprises_size" CHECK ("enterprises"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "enterprises_tax_grade" CHECK ("enterprises"."tax_grade" in ('A', 'B', 'M', 'C', 'D', 'unrated'))
);
--> statement-breakpoint
CREATE TABLE "institutions" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"region" text NOT NULL,
	"pinyin" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "institutions_code_unique" UNIQUE("code"),
	CONSTRAINT "institutions_kind" CHECK ("institutions"."kind" in ('bank', 'guarantor', 'reguarantor', 'treasury', 'pool', 'insurer', 'bureau')),
	CONSTRAINT "institutions_state" CHECK ("institutions"."state" in ('active', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "drawdowns" (
	"id" text PRIMARY KEY NOT NULL,
	"loan_id" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"drawn_on" date NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"reported_by" text,
	CONSTRAINT "drawdowns_amount" CHECK ("drawdowns"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "loans" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"application_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"need_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"state" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"months" bigint NOT NULL,
	"rate_ppm" bigint NOT NULL,
	"method" text NOT NULL,
	"contract_number" text NOT NULL,
	"signed_on" date NOT NULL,
	"first_drawn_on" date,
	"matures_on" date,
	"settled_on" date,
	"drawn_fen" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"drawing_closed" boolean NOT NULL,
	"first_loan" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "loans_number_unique" UNIQUE("number"),
	CONSTRAINT "loans_application_id_unique" UNIQUE("application_id"),
	CONSTRAINT "loans_state" CHECK ("loans"."state" in ('signed', 'drawn', 'overdue', 'settled', 'cancelled')),
	CONSTRAINT "loans_method" CHECK ("loans"."method" in ('equal-instalment', 'equal-principal', 'interest-only', 'bullet')),
	CONSTRAINT "loans_amount" CHECK ("loans"."amount_fen" > 0),
	CONSTRAINT "loans_drawn" CHECK ("loans"."drawn_fen" between 0 and "loans"."amount_fen"),
	CONSTRAINT "loans_balance" CHECK ("loans"."balance_fen" between 0 and "loans"."drawn_fen")
);
--> statement-breakpoint
CREATE TABLE "repayments" (
	"id" text PRIMARY KEY NOT NULL,
	"loan_id" text NOT NULL,
	"paid_on" date NOT NULL,
	"principal_fen" bigint NOT NULL,
	"interest_fen" bigint NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"reported_by" text,
	CONSTRAINT "repayments_principal" CHECK ("repayments"."principal_fen" >= 0),
	CONSTRAINT "repayments_interest" CHECK ("repayments"."interest_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "matches" (
	"id" text PRIMARY KEY NOT NULL,
	"need_id" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"rule_version" text NOT NULL,
	"facts_fingerprint" text NOT NULL,
	"shelf_fingerprint" text NOT NULL,
	"facts" json NOT NULL,
	"verdicts" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "needs" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"state" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"months" bigint NOT NULL,
	"purpose" text NOT NULL,
	"guarantee_modes" text NOT NULL,
	"highest_rate_ppm" bigint,
	"wanted_by" date,
	"name_shown" text NOT NULL,
	"story" text NOT NULL,
	"region" text NOT NULL,
	"industry" text NOT NULL,
	"size" text,
	"search" text NOT NULL,
	"published_at" timestamp (3) with time zone,
	"expires_on" date,
	"returned_for" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "needs_number_unique" UNIQUE("number"),
	CONSTRAINT "needs_state" CHECK ("needs"."state" in ('draft', 'under-review', 'published', 'in-progress', 'financed', 'withdrawn', 'expired')),
	CONSTRAINT "needs_purpose" CHECK ("needs"."purpose" in ('raw-materials', 'wages', 'equipment', 'premises', 'technology', 'orders', 'renewal', 'farm-inputs', 'other')),
	CONSTRAINT "needs_name_shown" CHECK ("needs"."name_shown" in ('shown', 'anonymous-until-contact')),
	CONSTRAINT "needs_size" CHECK ("needs"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "needs_amount" CHECK ("needs"."amount_fen" > 0),
	CONSTRAINT "needs_months" CHECK ("needs"."months" > 0)
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"name" text PRIMARY KEY NOT NULL,
	"value" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"payload" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" bigint NOT NULL,
	"done_at" timestamp (3) with time zone,
	"fault" text
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"key" text PRIMARY KEY NOT NULL,
	"person_id" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"version" bigint NOT NULL,
	"effective_from" date NOT NULL,
	"effective_to" date,
	"value" json NOT NULL,
	"source" text NOT NULL,
	"certainty" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policies_certainty" CHECK ("policies"."certainty" in ('stated', 'seen', 'placeholder'))
);
--> statement-breakpoint
CREATE TABLE "product_versions" (
	"product_id" text NOT NULL,
	"version" bigint NOT NULL,
	"terms" json NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	"written_by" text,
	"why" text,
	CONSTRAINT "product_versions_product_id_version_pk" PRIMARY KEY("product_id","version"),
	CONSTRAINT "product_versions_version" CHECK ("product_versions"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"institution_id" text NOT NULL,
	"state" text NOT NULL,
	"version" bigint NOT NULL,
	"listed_version" bigint,
	"listed_at" timestamp (3) with time zone,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"summary" text NOT NULL,
	"amount_min_fen" bigint NOT NULL,
	"amount_max_fen" bigint NOT NULL,
	"months_max" bigint NOT NULL,
	"rate_min_ppm" bigint NOT NULL,
	"rate_max_ppm" bigint NOT NULL,
	"days_promised" bigint NOT NULL,
	"guarantee_modes" text NOT NULL,
	"search" text NOT NULL,
	"returned_for" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "products_number_unique" UNIQUE("number"),
	CONSTRAINT "products_state" CHECK ("products"."state" in ('draft', 'under-review', 'listed', 'suspended', 'withdrawn')),
	CONSTRAINT "products_kind" CHECK ("products"."kind" in ('working-capital', 'fixed-asset', 'tax-credit', 'science', 'farm', 'supply-chain', 'startup')),
	CONSTRAINT "products_amounts" CHECK ("products"."amount_min_fen" <= "products"."amount_max_fen"),
	CONSTRAINT "products_rates" CHECK ("products"."rate_min_ppm" <= "products"."rate_max_ppm")
);
--> statement-breakpoint
ALTER TABLE "password_history" ADD CONSTRAINT "password_history_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setup_links" ADD CONSTRAINT "setup_links_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_years" ADD CONSTRAINT "enterprise_years_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprises" ADD CONSTRAINT "enterprises_main_bank_id_institutions_id_fk" FOREIGN KEY ("main_bank_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drawdowns" ADD CONSTRAINT "drawdowns_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayments" ADD CONSTRAINT "repayments_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matches" ADD CONSTRAINT "matches_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_versions" ADD CONSTRAINT "product_versions_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "password_history_person" ON "password_history" USING btree ("person_id","set_at");--> statement-breakpoint
CREATE INDEX "people_enterprise" ON "people" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "people_institution" ON "people" USING btree ("institution_id");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id","ended_at");--> statement-breakpoint
CREATE INDEX "setup_links_person" ON "setup_links" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "applications_institution" ON "applications" USING btree ("institution_id","state","due_on");--> statement-breakpoint
CREATE INDEX "applications_need" ON "applications" USING btree ("need_id","state");--> statement-breakpoint
CREATE INDEX "applications_enterprise" ON "applications" USING btree ("enterprise_id","submitted_at");--> statement-breakpoint
CREATE INDEX "offers_application" ON "offers" USING btree ("application_id","id");--> statement-breakpoint
CREATE INDEX "offers_need" ON "offers" USING btree ("need_id","state");--> statement-breakpoint
CREATE INDEX "offers_validity" ON "offers" USING btree ("state","valid_until");--> statement-breakpoint
CREATE INDEX "trail_subject" ON "trail" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "trail_person" ON "trail" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "trail_happening" ON "trail" USING btree ("happening","id");--> statement-breakpoint
CREATE INDEX "enterprises_region" ON "enterprises" USING btree ("region");--> statement-breakpoint
CREATE INDEX "enterprises_list" ON "enterprises" USING btree ("pinyin","id");--> statement-breakpoint
CREATE INDEX "enterprises_queue" ON "enterprises" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "drawdowns_loan" ON "drawdowns" USING btree ("loan_id","drawn_on");--> statement-breakpoint
CREATE INDEX "loans_institution" ON "loans" USING btree ("institution_id","state");--> statement-breakpoint
CREATE INDEX "loans_enterprise" ON "loans" USING btree ("enterprise_id","signed_on");--> statement-breakpoint
CREATE INDEX "loans_state" ON "loans" USING btree ("state","first_drawn_on");--> statement-breakpoint
CREATE INDEX "repayments_loan" ON "repayments" USING btree ("loan_id","paid_on");--> statement-breakpoint
CREATE INDEX "matches_need" ON "matches" USING btree ("need_id","id");--> statement-breakpoint
CREATE INDEX "needs_hall" ON "needs" USING btree ("state","published_at","id","region","industry","purpose","size","amount_fen","guarantee_modes");--> statement-breakpoint
CREATE INDEX "needs_hall_region" ON "needs" USING btree ("state","region","published_at","id");--> statement-breakpoint
CREATE INDEX "needs_hall_industry" ON "needs" USING btree ("state","industry","published_at","id");--> statement-breakpoint
CREATE INDEX "needs_hall_amount" ON "needs" USING btree ("state","amount_fen","id","region","industry","purpose","size","guarantee_modes");--> statement-breakpoint
CREATE INDEX "needs_enterprise" ON "needs" USING btree ("enterprise_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("done_at","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "policies_code_version" ON "policies" USING btree ("code","version");--> statement-breakpoint
CREATE INDEX "products_shelf" ON "products" USING btree ("state","rate_min_ppm","id");--> statement-breakpoint
CREATE INDEX "products_institution" ON "products" USING btree ("institution_id","state");