CREATE TABLE "compensation_claims" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"cover_id" text NOT NULL,
	"loan_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"arrangement" text NOT NULL,
	"state" text NOT NULL,
	"principal_fen" bigint NOT NULL,
	"interest_fen" bigint NOT NULL,
	"claimed_fen" bigint NOT NULL,
	"trigger" text NOT NULL,
	"overdue_days" bigint NOT NULL,
	"risk_class" text,
	"words" text NOT NULL,
	"rule_version" text NOT NULL,
	"drafted_at" timestamp (3) with time zone NOT NULL,
	"drafted_by" text NOT NULL,
	"filed_on" date,
	"filed_at" timestamp (3) with time zone,
	"filed_by" text,
	"checked_at" timestamp (3) with time zone,
	"checked_by" text,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"notice_from" date,
	"notice_until" date,
	"pool_free" json,
	"premium" json,
	"answer" text,
	"due_on" date,
	"due_policies" text,
	"paid_on" date,
	"paid_at" timestamp (3) with time zone,
	"paid_by" text,
	"reference" text,
	"version" bigint NOT NULL,
	CONSTRAINT "compensation_claims_number_unique" UNIQUE("number"),
	CONSTRAINT "compensation_claims_state" CHECK ("compensation_claims"."state" in ('draft', 'filed', 'returned', 'checked', 'noticed', 'paid', 'refused', 'withdrawn')),
	CONSTRAINT "compensation_claims_trigger" CHECK ("compensation_claims"."trigger" in ('overdue', 'class')),
	CONSTRAINT "compensation_claims_sums" CHECK ("compensation_claims"."principal_fen" > 0 and "compensation_claims"."interest_fen" >= 0),
	CONSTRAINT "compensation_claims_base" CHECK ("compensation_claims"."claimed_fen" = "compensation_claims"."principal_fen" + "compensation_claims"."interest_fen"),
	CONSTRAINT "compensation_claims_paid" CHECK (("compensation_claims"."state" = 'paid') = ("compensation_claims"."paid_on" is not null)),
	CONSTRAINT "compensation_claims_notice" CHECK (("compensation_claims"."state" in ('noticed', 'paid')) = ("compensation_claims"."notice_until" is not null and "compensation_claims"."pool_free" is not null))
);
--> statement-breakpoint
CREATE TABLE "compensation_events" (
	"id" text PRIMARY KEY NOT NULL,
	"claim_id" text NOT NULL,
	"position" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"happened_on" date NOT NULL,
	"loss_fen" bigint NOT NULL,
	"recovered_fen" bigint NOT NULL,
	"cost_fen" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "compensation_events_subject_id_unique" UNIQUE("subject_id"),
	CONSTRAINT "compensation_events_kind" CHECK ("compensation_events"."kind" in ('claim', 'recovery')),
	CONSTRAINT "compensation_events_sums" CHECK ("compensation_events"."loss_fen" >= 0 and "compensation_events"."recovered_fen" >= 0 and "compensation_events"."cost_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "compensation_fundings" (
	"id" text PRIMARY KEY NOT NULL,
	"pool_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"funder" text NOT NULL,
	"agreement" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"agreed_on" date NOT NULL,
	"maker_id" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"booked_on" date,
	"booked_by" text,
	"why" text,
	"version" bigint NOT NULL,
	CONSTRAINT "compensation_fundings_kind" CHECK ("compensation_fundings"."kind" in ('contribution', 'withdrawal')),
	CONSTRAINT "compensation_fundings_state" CHECK ("compensation_fundings"."state" in ('agreed', 'booked', 'dropped')),
	CONSTRAINT "compensation_fundings_amount" CHECK ("compensation_fundings"."amount_fen" > 0),
	CONSTRAINT "compensation_fundings_booked" CHECK (("compensation_fundings"."state" = 'booked') = ("compensation_fundings"."booked_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "compensation_papers" (
	"id" text PRIMARY KEY NOT NULL,
	"claim_id" text NOT NULL,
	"kind" text NOT NULL,
	"file_id" text NOT NULL,
	"name" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"added_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "compensation_papers_kind" CHECK ("compensation_papers"."kind" in ('claim-form', 'loan-contract', 'drawdown-slip', 'demand-notice', 'debt-statement', 'class-proof', 'court-paper', 'other'))
);
--> statement-breakpoint
CREATE TABLE "compensation_parts" (
	"event_id" text NOT NULL,
	"party" text NOT NULL,
	"cash_fen" bigint NOT NULL,
	"borne_fen" bigint NOT NULL,
	"returned_fen" bigint NOT NULL,
	CONSTRAINT "compensation_parts_event_id_party_pk" PRIMARY KEY("event_id","party"),
	CONSTRAINT "compensation_parts_party" CHECK ("compensation_parts"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "compensation_parts_sums" CHECK ("compensation_parts"."cash_fen" >= 0 and "compensation_parts"."borne_fen" >= 0 and "compensation_parts"."returned_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "compensation_recoveries" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"claim_id" text NOT NULL,
	"state" text NOT NULL,
	"received_on" date NOT NULL,
	"recovered_fen" bigint NOT NULL,
	"cost_fen" bigint NOT NULL,
	"words" text NOT NULL,
	"reported_on" date NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"reported_by" text NOT NULL,
	"due_on" date NOT NULL,
	"due_policies" text NOT NULL,
	"booked_on" date,
	"booked_at" timestamp (3) with time zone,
	"booked_by" text,
	"answer" text,
	"version" bigint NOT NULL,
	CONSTRAINT "compensation_recoveries_number_unique" UNIQUE("number"),
	CONSTRAINT "compensation_recoveries_state" CHECK ("compensation_recoveries"."state" in ('reported', 'booked', 'refused')),
	CONSTRAINT "compensation_recoveries_sums" CHECK ("compensation_recoveries"."recovered_fen" > 0 and "compensation_recoveries"."cost_fen" >= 0),
	CONSTRAINT "compensation_recoveries_booked" CHECK (("compensation_recoveries"."state" = 'booked') = ("compensation_recoveries"."booked_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "compensation_tallies" (
	"arrangement" text PRIMARY KEY NOT NULL,
	"covers" bigint NOT NULL,
	"covered_fen" bigint NOT NULL,
	"claims" bigint NOT NULL,
	"claimed_fen" bigint NOT NULL,
	"paid_fen" bigint NOT NULL,
	"returned_fen" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cover_charges" (
	"cover_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"base_fen" bigint NOT NULL,
	"months" bigint NOT NULL,
	"rate_ppm" bigint NOT NULL,
	"subsidy_ppm" bigint NOT NULL,
	"amount_fen" bigint NOT NULL,
	"subsidy_fen" bigint NOT NULL,
	"rule_version" text NOT NULL,
	"paid_on" date,
	"paid_at" timestamp (3) with time zone,
	"paid_by" text,
	"reference" text,
	"version" bigint NOT NULL,
	CONSTRAINT "cover_charges_cover_id_kind_pk" PRIMARY KEY("cover_id","kind"),
	CONSTRAINT "cover_charges_kind" CHECK ("cover_charges"."kind" in ('deposit', 'premium')),
	CONSTRAINT "cover_charges_state" CHECK ("cover_charges"."state" in ('due', 'paid', 'void')),
	CONSTRAINT "cover_charges_sums" CHECK ("cover_charges"."amount_fen" >= "cover_charges"."subsidy_fen" and "cover_charges"."subsidy_fen" >= 0),
	CONSTRAINT "cover_charges_paid" CHECK (("cover_charges"."state" = 'paid') = ("cover_charges"."paid_on" is not null))
);
--> statement-breakpoint
ALTER TABLE "covers" ADD COLUMN "compensated_on" date;--> statement-breakpoint
ALTER TABLE "compensation_claims" ADD CONSTRAINT "compensation_claims_cover_id_covers_id_fk" FOREIGN KEY ("cover_id") REFERENCES "public"."covers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_claims" ADD CONSTRAINT "compensation_claims_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_claims" ADD CONSTRAINT "compensation_claims_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_claims" ADD CONSTRAINT "compensation_claims_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_claims" ADD CONSTRAINT "compensation_claims_operator_id_institutions_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_events" ADD CONSTRAINT "compensation_events_claim_id_compensation_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."compensation_claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_fundings" ADD CONSTRAINT "compensation_fundings_pool_id_compensation_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."compensation_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_papers" ADD CONSTRAINT "compensation_papers_claim_id_compensation_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."compensation_claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_papers" ADD CONSTRAINT "compensation_papers_file_id_stored_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."stored_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_parts" ADD CONSTRAINT "compensation_parts_event_id_compensation_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."compensation_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_recoveries" ADD CONSTRAINT "compensation_recoveries_claim_id_compensation_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."compensation_claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cover_charges" ADD CONSTRAINT "cover_charges_cover_id_covers_id_fk" FOREIGN KEY ("cover_id") REFERENCES "public"."covers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "compensation_claims_once" ON "compensation_claims" USING btree ("cover_id") WHERE state not in ('refused', 'withdrawn');--> statement-breakpoint
CREATE INDEX "compensation_claims_cover" ON "compensation_claims" USING btree ("cover_id","id");--> statement-breakpoint
CREATE INDEX "compensation_claims_institution" ON "compensation_claims" USING btree ("institution_id","state","id");--> statement-breakpoint
CREATE INDEX "compensation_claims_operator" ON "compensation_claims" USING btree ("operator_id","state","due_on");--> statement-breakpoint
CREATE INDEX "compensation_claims_enterprise" ON "compensation_claims" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "compensation_claims_arrangement" ON "compensation_claims" USING btree ("arrangement","state");--> statement-breakpoint
CREATE INDEX "compensation_claims_notice_until" ON "compensation_claims" USING btree ("state","notice_until");--> statement-breakpoint
CREATE UNIQUE INDEX "compensation_events_position" ON "compensation_events" USING btree ("claim_id","position");--> statement-breakpoint
CREATE INDEX "compensation_events_on" ON "compensation_events" USING btree ("happened_on","kind");--> statement-breakpoint
CREATE INDEX "compensation_fundings_pool" ON "compensation_fundings" USING btree ("pool_id","id");--> statement-breakpoint
CREATE INDEX "compensation_papers_claim" ON "compensation_papers" USING btree ("claim_id","id");--> statement-breakpoint
CREATE INDEX "compensation_papers_file" ON "compensation_papers" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "compensation_papers_added" ON "compensation_papers" USING btree ("added_by","added_at");--> statement-breakpoint
CREATE INDEX "compensation_recoveries_claim" ON "compensation_recoveries" USING btree ("claim_id","id");--> statement-breakpoint
CREATE INDEX "compensation_recoveries_state_due" ON "compensation_recoveries" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "cover_charges_paid_on" ON "cover_charges" USING btree ("kind","paid_on");--> statement-breakpoint
-- What arrangements covered before is kept from now on.
INSERT INTO "compensation_tallies" ("arrangement", "covers", "covered_fen", "claims", "claimed_fen", "paid_fen", "returned_fen") SELECT "arrangement", count(*), sum("filed_fen"), 0, 0, 0, 0 FROM "covers" WHERE "state" = 'in-cover' GROUP BY "arrangement";
