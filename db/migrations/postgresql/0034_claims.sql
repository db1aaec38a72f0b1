CREATE TABLE "claims" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"guarantee_id" text NOT NULL,
	"loan_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"guarantor_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"trigger" text NOT NULL,
	"overdue_days" bigint NOT NULL,
	"risk_class" text,
	"basis" text NOT NULL,
	"papers" text NOT NULL,
	"principal_fen" bigint NOT NULL,
	"interest_fen" bigint NOT NULL,
	"claimed_fen" bigint NOT NULL,
	"interest_from" date NOT NULL,
	"interest_until" date NOT NULL,
	"words" text NOT NULL,
	"rule_version" text NOT NULL,
	"filed_on" date NOT NULL,
	"filed_at" timestamp (3) with time zone NOT NULL,
	"filed_by" text NOT NULL,
	"due_on" date NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"checked_by" text,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"answer" text,
	"paid_on" date,
	"paid_at" timestamp (3) with time zone,
	"paid_by" text,
	"reference" text,
	"version" bigint NOT NULL,
	CONSTRAINT "claims_number_unique" UNIQUE("number"),
	CONSTRAINT "claims_kind" CHECK ("claims"."kind" in ('interim', 'final')),
	CONSTRAINT "claims_state" CHECK ("claims"."state" in ('filed', 'returned', 'checked', 'approved', 'paid', 'refused', 'withdrawn')),
	CONSTRAINT "claims_trigger" CHECK ("claims"."trigger" in ('overdue', 'class')),
	CONSTRAINT "claims_basis" CHECK ("claims"."basis" in ('unperformed', 'accelerated', 'bankruptcy')),
	CONSTRAINT "claims_sums" CHECK ("claims"."principal_fen" > 0 and "claims"."interest_fen" >= 0),
	CONSTRAINT "claims_base" CHECK ("claims"."claimed_fen" = "claims"."principal_fen" + "claims"."interest_fen"),
	CONSTRAINT "claims_paid" CHECK (("claims"."state" = 'paid') = ("claims"."paid_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "settlements" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"guarantee_id" text NOT NULL,
	"event_id" text NOT NULL,
	"from_party" text NOT NULL,
	"from_id" text,
	"to_party" text NOT NULL,
	"to_id" text,
	"amount_fen" bigint NOT NULL,
	"state" text NOT NULL,
	"arisen_on" date NOT NULL,
	"due_on" date NOT NULL,
	"rule_version" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"confirmed_by" text,
	"settled_on" date,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"reference" text,
	"version" bigint NOT NULL,
	CONSTRAINT "settlements_number_unique" UNIQUE("number"),
	CONSTRAINT "settlements_from" CHECK ("settlements"."from_party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "settlements_to" CHECK ("settlements"."to_party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "settlements_state" CHECK ("settlements"."state" in ('due', 'confirmed', 'settled')),
	CONSTRAINT "settlements_amount" CHECK ("settlements"."amount_fen" > 0),
	CONSTRAINT "settlements_settled" CHECK (("settlements"."state" = 'settled') = ("settlements"."settled_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "shared_events" (
	"id" text PRIMARY KEY NOT NULL,
	"guarantee_id" text NOT NULL,
	"position" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"happened_on" date NOT NULL,
	"loss_fen" bigint NOT NULL,
	"recovered_fen" bigint NOT NULL,
	"cost_fen" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shared_events_subject_id_unique" UNIQUE("subject_id"),
	CONSTRAINT "shared_events_kind" CHECK ("shared_events"."kind" in ('claim', 'recovery')),
	CONSTRAINT "shared_events_sums" CHECK ("shared_events"."loss_fen" >= 0 and "shared_events"."recovered_fen" >= 0 and "shared_events"."cost_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "shared_parts" (
	"event_id" text NOT NULL,
	"party" text NOT NULL,
	"institution_id" text,
	"cash_fen" bigint NOT NULL,
	"borne_fen" bigint NOT NULL,
	"returned_fen" bigint NOT NULL,
	CONSTRAINT "shared_parts_event_id_party_pk" PRIMARY KEY("event_id","party"),
	CONSTRAINT "shared_parts_party" CHECK ("shared_parts"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund')),
	CONSTRAINT "shared_parts_sums" CHECK ("shared_parts"."cash_fen" >= 0 and "shared_parts"."borne_fen" >= 0 and "shared_parts"."returned_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "recoveries" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"guarantee_id" text NOT NULL,
	"means" text NOT NULL,
	"received_on" date NOT NULL,
	"recovered_fen" bigint NOT NULL,
	"cost_fen" bigint NOT NULL,
	"words" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"recorded_by" text NOT NULL,
	CONSTRAINT "recoveries_number_unique" UNIQUE("number"),
	CONSTRAINT "recoveries_means" CHECK ("recoveries"."means" in ('voluntary', 'counter-guarantee', 'collateral', 'lawsuit', 'enforcement', 'bankruptcy')),
	CONSTRAINT "recoveries_sums" CHECK ("recoveries"."recovered_fen" >= 0 and "recoveries"."cost_fen" >= 0),
	CONSTRAINT "recoveries_something" CHECK ("recoveries"."recovered_fen" > 0 or "recoveries"."cost_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "recovery_plans" (
	"id" text PRIMARY KEY NOT NULL,
	"guarantee_id" text NOT NULL,
	"means" text NOT NULL,
	"expected_fen" bigint NOT NULL,
	"until_on" date NOT NULL,
	"words" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" text NOT NULL,
	CONSTRAINT "recovery_plans_expected" CHECK ("recovery_plans"."expected_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "write_offs" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"guarantee_id" text NOT NULL,
	"state" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"why" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" text NOT NULL,
	"agreed_at" timestamp (3) with time zone,
	"agreed_by" text,
	"approved_on" date,
	"approved_at" timestamp (3) with time zone,
	"approved_by" text,
	"answer" text,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "write_offs_number_unique" UNIQUE("number"),
	CONSTRAINT "write_offs_state" CHECK ("write_offs"."state" in ('proposed', 'agreed', 'approved', 'rejected', 'withdrawn')),
	CONSTRAINT "write_offs_amount" CHECK ("write_offs"."amount_fen" > 0),
	CONSTRAINT "write_offs_approved" CHECK (("write_offs"."state" = 'approved') = ("write_offs"."approved_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "stops" (
	"id" text PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"scope_key" text NOT NULL,
	"state" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date NOT NULL,
	"claimed_fen" bigint NOT NULL,
	"released_fen" bigint NOT NULL,
	"rate_ppm" bigint NOT NULL,
	"line_ppm" bigint NOT NULL,
	"rule_version" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"lifted_at" timestamp (3) with time zone,
	"lifted_by" text,
	"why" text,
	"version" bigint NOT NULL,
	CONSTRAINT "stops_scope" CHECK ("stops"."scope" in ('bank', 'guarantor', 'arrangement')),
	CONSTRAINT "stops_state" CHECK ("stops"."state" in ('active', 'lifted')),
	CONSTRAINT "stops_days" CHECK ("stops"."until_on" >= "stops"."from_on"),
	CONSTRAINT "stops_lifted" CHECK (("stops"."state" = 'lifted') = ("stops"."lifted_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind";--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_event_id_shared_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."shared_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_from_id_institutions_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_to_id_institutions_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_events" ADD CONSTRAINT "shared_events_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_parts" ADD CONSTRAINT "shared_parts_event_id_shared_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."shared_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_parts" ADD CONSTRAINT "shared_parts_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_plans" ADD CONSTRAINT "recovery_plans_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "claims_open" ON "claims" USING btree ("guarantee_id") WHERE state in ('filed', 'returned', 'checked', 'approved');--> statement-breakpoint
CREATE INDEX "claims_guarantee" ON "claims" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE INDEX "claims_institution" ON "claims" USING btree ("institution_id","id");--> statement-breakpoint
CREATE INDEX "claims_guarantor" ON "claims" USING btree ("guarantor_id","state","due_on");--> statement-breakpoint
CREATE INDEX "claims_enterprise" ON "claims" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "claims_paid_on" ON "claims" USING btree ("paid_on");--> statement-breakpoint
CREATE UNIQUE INDEX "settlements_once" ON "settlements" USING btree ("event_id","from_party","to_party");--> statement-breakpoint
CREATE INDEX "settlements_from_id" ON "settlements" USING btree ("from_id","state","due_on");--> statement-breakpoint
CREATE INDEX "settlements_to_id" ON "settlements" USING btree ("to_id","state","due_on");--> statement-breakpoint
CREATE INDEX "settlements_guarantee" ON "settlements" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "shared_events_position" ON "shared_events" USING btree ("guarantee_id","position");--> statement-breakpoint
CREATE INDEX "shared_events_on" ON "shared_events" USING btree ("happened_on","kind");--> statement-breakpoint
CREATE INDEX "shared_parts_institution" ON "shared_parts" USING btree ("institution_id");--> statement-breakpoint
CREATE INDEX "recoveries_guarantee" ON "recoveries" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE INDEX "recovery_plans_guarantee" ON "recovery_plans" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "write_offs_open" ON "write_offs" USING btree ("guarantee_id") WHERE state in ('proposed', 'agreed');--> statement-breakpoint
CREATE INDEX "write_offs_guarantee" ON "write_offs" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE INDEX "write_offs_state" ON "write_offs" USING btree ("state","approved_on");--> statement-breakpoint
CREATE UNIQUE INDEX "stops_once" ON "stops" USING btree ("scope","scope_key","from_on");--> statement-breakpoint
CREATE INDEX "stops_scope_key" ON "stops" USING btree ("scope","scope_key","state","until_on");--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind" CHECK ("notices"."kind" in ('needs', 'dispatches', 'cases', 'offers', 'loans', 'claims', 'messages', 'documents', 'consents', 'reminders', 'products', 'policies', 'firm', 'ratings', 'complaints', 'guarantees'));