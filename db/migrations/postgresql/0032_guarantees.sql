CREATE TABLE "firm_relations" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"from_id" text NOT NULL,
	"to_member" text NOT NULL,
	"to_name" text NOT NULL,
	"share_ppm" bigint,
	"source" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"recorded_by" text,
	"institution_id" text,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"end_words" text,
	CONSTRAINT "firm_relations_kind" CHECK ("firm_relations"."kind" in ('controller', 'shareholder', 'mutual-guarantee'))
);
--> statement-breakpoint
CREATE TABLE "guarantee_customers" (
	"enterprise_id" text PRIMARY KEY NOT NULL,
	"pending_fen" bigint NOT NULL,
	"promised_fen" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	CONSTRAINT "guarantee_customers_sums" CHECK ("guarantee_customers"."pending_fen" >= 0 and "guarantee_customers"."promised_fen" >= 0 and "guarantee_customers"."balance_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "guarantee_exposures" (
	"holder" text NOT NULL,
	"dimension" text NOT NULL,
	"key" text NOT NULL,
	"balance_fen" bigint NOT NULL,
	"share_fen" bigint NOT NULL,
	"guarantees" bigint NOT NULL,
	CONSTRAINT "guarantee_exposures_holder_dimension_key_pk" PRIMARY KEY("holder","dimension","key"),
	CONSTRAINT "guarantee_exposures_dimension" CHECK ("guarantee_exposures"."dimension" in ('party', 'bank', 'guarantor', 'district', 'industry', 'size', 'arrangement', 'vintage'))
);
--> statement-breakpoint
CREATE TABLE "guarantor_assets" (
	"id" text PRIMARY KEY NOT NULL,
	"guarantor_id" text NOT NULL,
	"state" text NOT NULL,
	"as_of" date NOT NULL,
	"net_assets_fen" bigint NOT NULL,
	"source" text NOT NULL,
	"stated_at" timestamp (3) with time zone NOT NULL,
	"stated_by" text,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"decision_words" text,
	CONSTRAINT "guarantor_assets_state" CHECK ("guarantor_assets"."state" in ('stated', 'approved', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "guarantor_customers" (
	"guarantor_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"kind" text NOT NULL,
	"promised_fen" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"promised_own_fen" bigint NOT NULL,
	"own_fen" bigint NOT NULL,
	"liability_fen" bigint NOT NULL,
	"committed_fen" bigint NOT NULL,
	CONSTRAINT "guarantor_customers_guarantor_id_enterprise_id_pk" PRIMARY KEY("guarantor_id","enterprise_id"),
	CONSTRAINT "guarantor_customers_kind" CHECK ("guarantor_customers"."kind" in ('small', 'farming', 'small-farming', 'other')),
	CONSTRAINT "guarantor_customers_sums" CHECK ("guarantor_customers"."promised_fen" >= 0 and "guarantor_customers"."balance_fen" >= 0 and "guarantor_customers"."promised_own_fen" >= 0 and "guarantor_customers"."own_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "guarantors" (
	"guarantor_id" text PRIMARY KEY NOT NULL,
	"balance_fen" bigint NOT NULL,
	"own_fen" bigint NOT NULL,
	"liability_fen" bigint NOT NULL,
	"guarantees" bigint NOT NULL,
	"committed_own_fen" bigint NOT NULL,
	"small_own_fen" bigint NOT NULL,
	"customers" bigint NOT NULL,
	"small_customers" bigint NOT NULL,
	"committed_fen" bigint NOT NULL,
	"weights_version" text NOT NULL,
	CONSTRAINT "guarantors_sums" CHECK ("guarantors"."balance_fen" >= 0 and "guarantors"."own_fen" >= 0 and "guarantors"."liability_fen" >= 0 and "guarantors"."committed_fen" >= 0),
	CONSTRAINT "guarantors_counts" CHECK ("guarantors"."customers" >= "guarantors"."small_customers" and "guarantors"."small_customers" >= 0)
);
--> statement-breakpoint
CREATE TABLE "guarantee_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"guarantee_id" text NOT NULL,
	"happened_on" date NOT NULL,
	"kind" text NOT NULL,
	"delta_fen" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"open_fen" bigint NOT NULL,
	"entry_seq" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "guarantee_changes_kind" CHECK ("guarantee_changes"."kind" in ('in-force', 'drawn', 'reduced', 'raised', 'released', 'claimed', 'closed', 'extended'))
);
--> statement-breakpoint
CREATE TABLE "guarantee_counters" (
	"id" text PRIMARY KEY NOT NULL,
	"guarantee_id" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"value_fen" bigint,
	CONSTRAINT "guarantee_counters_kind" CHECK ("guarantee_counters"."kind" in ('none', 'person', 'enterprise', 'mortgage', 'pledge', 'other'))
);
--> statement-breakpoint
CREATE TABLE "guarantee_shares" (
	"guarantee_id" text NOT NULL,
	"party" text NOT NULL,
	"institution_id" text,
	"book_id" text NOT NULL,
	"share_fen" bigint NOT NULL,
	"contingent_fen" bigint NOT NULL,
	CONSTRAINT "guarantee_shares_guarantee_id_party_pk" PRIMARY KEY("guarantee_id","party"),
	CONSTRAINT "guarantee_shares_party" CHECK ("guarantee_shares"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "guarantee_shares_contingent" CHECK ("guarantee_shares"."contingent_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "guarantees" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"origin" text NOT NULL,
	"application_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"loan_id" text,
	"enterprise_id" text NOT NULL,
	"bank_id" text NOT NULL,
	"guarantor_id" text NOT NULL,
	"state" text NOT NULL,
	"filing" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"months" bigint NOT NULL,
	"open_fen" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"open_own_fen" bigint NOT NULL,
	"own_fen" bigint NOT NULL,
	"claimed_fen" bigint NOT NULL,
	"open_claims" bigint NOT NULL,
	"arrangement" text NOT NULL,
	"arrangement_version" text,
	"terms" json NOT NULL,
	"district" text NOT NULL,
	"industry" text NOT NULL,
	"size" text,
	"farming" boolean,
	"kind" text NOT NULL,
	"scope" json NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"asked_by" text,
	"officer_id" text,
	"due_on" date,
	"due_policies" text,
	"findings" text,
	"fee_ppm" bigint,
	"fee_fen" bigint,
	"underwritten_at" timestamp (3) with time zone,
	"underwritten_by" text,
	"rooms" json,
	"approved_at" timestamp (3) with time zone,
	"approved_by" text,
	"decline_reason" text,
	"decline_words" text,
	"letter_number" text,
	"signed_on" date,
	"signed_by" text,
	"filing_due_on" date,
	"filing_sent_on" date,
	"filing_late_days" bigint NOT NULL,
	"filed_on" date,
	"filed_by" text,
	"filing_words" text,
	"in_force_on" date,
	"matures_on" date,
	"cover_until" date,
	"released_on" date,
	"policies" text NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "guarantees_number_unique" UNIQUE("number"),
	CONSTRAINT "guarantees_letter_number_unique" UNIQUE("letter_number"),
	CONSTRAINT "guarantees_state" CHECK ("guarantees"."state" in ('applied', 'underwriting', 'approved', 'signed', 'in-force', 'claimed', 'released', 'declined', 'withdrawn')),
	CONSTRAINT "guarantees_filing" CHECK ("guarantees"."filing" in ('none', 'due', 'sent', 'returned', 'filed')),
	CONSTRAINT "guarantees_origin" CHECK ("guarantees"."origin" in ('single', 'batch')),
	CONSTRAINT "guarantees_size" CHECK ("guarantees"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "guarantees_kind" CHECK ("guarantees"."kind" in ('small', 'farming', 'small-farming', 'other')),
	CONSTRAINT "guarantees_decline_reason" CHECK ("guarantees"."decline_reason" in ('outside-scope', 'over-cap', 'repayment-ability', 'counter-guarantee-insufficient', 'credit-record', 'consent-missing', 'other')),
	CONSTRAINT "guarantees_amount" CHECK ("guarantees"."amount_fen" > 0),
	CONSTRAINT "guarantees_months" CHECK ("guarantees"."months" > 0),
	CONSTRAINT "guarantees_open" CHECK ("guarantees"."open_fen" >= 0 and "guarantees"."balance_fen" >= 0),
	CONSTRAINT "guarantees_sum" CHECK ("guarantees"."open_fen" + "guarantees"."balance_fen" + "guarantees"."claimed_fen" <= "guarantees"."amount_fen"),
	CONSTRAINT "guarantees_own" CHECK ("guarantees"."open_own_fen" >= 0 and "guarantees"."own_fen" between 0 and "guarantees"."balance_fen"),
	CONSTRAINT "guarantees_claims" CHECK ("guarantees"."open_claims" >= 0 and "guarantees"."claimed_fen" >= 0)
);
--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind";--> statement-breakpoint
ALTER TABLE "firm_relations" ADD CONSTRAINT "firm_relations_from_id_enterprises_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "firm_relations" ADD CONSTRAINT "firm_relations_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantee_customers" ADD CONSTRAINT "guarantee_customers_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantor_assets" ADD CONSTRAINT "guarantor_assets_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantor_customers" ADD CONSTRAINT "guarantor_customers_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantor_customers" ADD CONSTRAINT "guarantor_customers_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantors" ADD CONSTRAINT "guarantors_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantee_changes" ADD CONSTRAINT "guarantee_changes_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantee_changes" ADD CONSTRAINT "guarantee_changes_entry_seq_ledger_entries_seq_fk" FOREIGN KEY ("entry_seq") REFERENCES "public"."ledger_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantee_counters" ADD CONSTRAINT "guarantee_counters_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantee_shares" ADD CONSTRAINT "guarantee_shares_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantee_shares" ADD CONSTRAINT "guarantee_shares_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantee_shares" ADD CONSTRAINT "guarantee_shares_book_id_ledger_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."ledger_books"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantees" ADD CONSTRAINT "guarantees_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantees" ADD CONSTRAINT "guarantees_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantees" ADD CONSTRAINT "guarantees_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantees" ADD CONSTRAINT "guarantees_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantees" ADD CONSTRAINT "guarantees_bank_id_institutions_id_fk" FOREIGN KEY ("bank_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantees" ADD CONSTRAINT "guarantees_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "firm_relations_from" ON "firm_relations" USING btree ("from_id");--> statement-breakpoint
CREATE INDEX "firm_relations_to" ON "firm_relations" USING btree ("to_member");--> statement-breakpoint
CREATE INDEX "guarantee_customers_balance" ON "guarantee_customers" USING btree ("balance_fen");--> statement-breakpoint
CREATE INDEX "guarantor_assets_guarantor" ON "guarantor_assets" USING btree ("guarantor_id","state","as_of");--> statement-breakpoint
CREATE INDEX "guarantor_assets_state" ON "guarantor_assets" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "guarantor_customers_balance" ON "guarantor_customers" USING btree ("guarantor_id","balance_fen");--> statement-breakpoint
CREATE INDEX "guarantor_customers_enterprise" ON "guarantor_customers" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "guarantee_changes_guarantee" ON "guarantee_changes" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE INDEX "guarantee_changes_day" ON "guarantee_changes" USING btree ("happened_on","guarantee_id");--> statement-breakpoint
CREATE INDEX "guarantee_counters_guarantee" ON "guarantee_counters" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE INDEX "guarantee_shares_institution" ON "guarantee_shares" USING btree ("institution_id","guarantee_id");--> statement-breakpoint
CREATE INDEX "guarantees_guarantor" ON "guarantees" USING btree ("guarantor_id","state","due_on");--> statement-breakpoint
CREATE INDEX "guarantees_bank" ON "guarantees" USING btree ("bank_id","state");--> statement-breakpoint
CREATE INDEX "guarantees_enterprise" ON "guarantees" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "guarantees_application" ON "guarantees" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "guarantees_loan" ON "guarantees" USING btree ("loan_id");--> statement-breakpoint
CREATE INDEX "guarantees_filing" ON "guarantees" USING btree ("filing","filing_due_on");--> statement-breakpoint
CREATE INDEX "guarantees_balance" ON "guarantees" USING btree ("guarantor_id","balance_fen");--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind" CHECK ("notices"."kind" in ('needs', 'dispatches', 'cases', 'offers', 'loans', 'messages', 'documents', 'consents', 'reminders', 'products', 'policies', 'firm', 'ratings', 'complaints', 'guarantees'));