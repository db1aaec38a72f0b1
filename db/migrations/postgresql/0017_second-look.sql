CREATE TABLE "cost_sheets" (
	"offer_id" text PRIMARY KEY NOT NULL,
	"content" text NOT NULL,
	"sha256" text NOT NULL,
	"bank_confirmed_at" timestamp (3) with time zone NOT NULL,
	"bank_confirmed_by" text,
	"bank_confirmer" text NOT NULL,
	"firm_confirmed_at" timestamp (3) with time zone,
	"firm_confirmed_by" text,
	"firm_confirmer" text
);
--> statement-breakpoint
CREATE TABLE "objections" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"application_id" text,
	"fact" text NOT NULL,
	"held" text,
	"claimed" text,
	"words" text NOT NULL,
	"document_id" text,
	"state" text NOT NULL,
	"due_on" date NOT NULL,
	"due_policies" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" text,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"answer" text,
	"version" bigint NOT NULL,
	CONSTRAINT "objections_number_unique" UNIQUE("number"),
	CONSTRAINT "objections_fact" CHECK ("objections"."fact" in ('grade', 'foundedOn', 'industry', 'region', 'court-case', 'credit-record', 'existing-debt', 'figures')),
	CONSTRAINT "objections_state" CHECK ("objections"."state" in ('open', 'upheld', 'rejected', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "second_look_banks" (
	"second_look_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"state" text NOT NULL,
	"product_id" text,
	"words" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	CONSTRAINT "second_look_banks_second_look_id_institution_id_pk" PRIMARY KEY("second_look_id","institution_id"),
	CONSTRAINT "second_look_banks_state" CHECK ("second_look_banks"."state" in ('asked', 'proposed', 'passed'))
);
--> statement-breakpoint
CREATE TABLE "second_looks" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"application_id" text NOT NULL,
	"need_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"state" text NOT NULL,
	"until" date NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"opened_by" text,
	"ended_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	CONSTRAINT "second_looks_number_unique" UNIQUE("number"),
	CONSTRAINT "second_looks_state" CHECK ("second_looks"."state" in ('open', 'withdrawn', 'expired', 'ended'))
);
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "decline_facts" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "decline_papers" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "fees" json;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "penalty_uplift_ppm" bigint;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "early_fee_ppm" bigint;--> statement-breakpoint
ALTER TABLE "enterprises" ADD COLUMN "disputed" text;--> statement-breakpoint
ALTER TABLE "cost_sheets" ADD CONSTRAINT "cost_sheets_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_look_banks" ADD CONSTRAINT "second_look_banks_second_look_id_second_looks_id_fk" FOREIGN KEY ("second_look_id") REFERENCES "public"."second_looks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_look_banks" ADD CONSTRAINT "second_look_banks_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_look_banks" ADD CONSTRAINT "second_look_banks_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_looks" ADD CONSTRAINT "second_looks_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_looks" ADD CONSTRAINT "second_looks_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_looks" ADD CONSTRAINT "second_looks_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "objections_open" ON "objections" USING btree ("enterprise_id","fact") WHERE "objections"."state" = 'open';--> statement-breakpoint
CREATE INDEX "objections_firm" ON "objections" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "objections_case" ON "objections" USING btree ("application_id","id");--> statement-breakpoint
CREATE INDEX "objections_due" ON "objections" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "second_look_banks_bank" ON "second_look_banks" USING btree ("institution_id","state","second_look_id");--> statement-breakpoint
CREATE UNIQUE INDEX "second_looks_open" ON "second_looks" USING btree ("application_id") WHERE "second_looks"."state" = 'open';--> statement-breakpoint
CREATE INDEX "second_looks_firm" ON "second_looks" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "second_looks_need" ON "second_looks" USING btree ("need_id","state");--> statement-breakpoint
CREATE INDEX "second_looks_end" ON "second_looks" USING btree ("state","until");
--> statement-breakpoint
CREATE TRIGGER cost_sheets_no_update BEFORE UPDATE OF offer_id, content, sha256, bank_confirmed_at, bank_confirmed_by, bank_confirmer ON cost_sheets
FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cost_sheets_confirm_once BEFORE UPDATE ON cost_sheets FOR EACH ROW WHEN (OLD.firm_confirmed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cost_sheets_no_delete BEFORE DELETE ON cost_sheets FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cost_sheets_no_truncate BEFORE TRUNCATE ON cost_sheets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
