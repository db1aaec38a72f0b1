CREATE TABLE "tax_grades" (
	"id" text PRIMARY KEY NOT NULL,
	"enterprise_id" text NOT NULL,
	"as_of" date NOT NULL,
	"source" text NOT NULL,
	"import_id" text,
	"import_row" bigint,
	"objection_id" text,
	"assess_year" bigint NOT NULL,
	"grade" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "tax_grades_grade" CHECK ("tax_grades"."grade" in ('A', 'B', 'M', 'C', 'D', 'unrated')),
	CONSTRAINT "tax_grades_source" CHECK ("tax_grades"."source" in ('tax-bureau', 'correction')),
	CONSTRAINT "tax_grades_reason" CHECK ("tax_grades"."reason" in ('annual', 'supplement', 'review', 'repair', 'offence', 'objection')),
	CONSTRAINT "tax_grades_year" CHECK ("tax_grades"."assess_year" between 2014 and 2100),
	CONSTRAINT "tax_grades_origin" CHECK (("tax_grades"."import_id" is null) = ("tax_grades"."source" = 'correction'))
);
--> statement-breakpoint
CREATE TABLE "tax_import_rows" (
	"import_id" text NOT NULL,
	"row" bigint NOT NULL,
	"typed" json NOT NULL,
	"faults" json NOT NULL,
	CONSTRAINT "tax_import_rows_import_id_row_pk" PRIMARY KEY("import_id","row")
);
--> statement-breakpoint
CREATE TABLE "tax_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"state" text NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"columns" json NOT NULL,
	"good_rows" bigint NOT NULL,
	"bad_rows" bigint NOT NULL,
	"firm_count" bigint NOT NULL,
	"grade_count" bigint NOT NULL,
	"tax_count" bigint NOT NULL,
	"standing_count" bigint NOT NULL,
	"years" text NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"checked_by" text NOT NULL,
	"mode" text,
	"booked_at" timestamp (3) with time zone,
	"booked_by" text,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"why" text,
	"version" bigint NOT NULL,
	CONSTRAINT "tax_imports_number_unique" UNIQUE("number"),
	CONSTRAINT "tax_imports_state" CHECK ("tax_imports"."state" in ('reading', 'checked', 'booked', 'reversed', 'given-up')),
	CONSTRAINT "tax_imports_mode" CHECK ("tax_imports"."mode" in ('all', 'good')),
	CONSTRAINT "tax_imports_booked" CHECK ("tax_imports"."state" not in ('booked', 'reversed') or "tax_imports"."booked_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "tax_paid" (
	"id" text PRIMARY KEY NOT NULL,
	"enterprise_id" text NOT NULL,
	"as_of" date NOT NULL,
	"source" text NOT NULL,
	"import_id" text,
	"import_row" bigint,
	"objection_id" text,
	"year" bigint NOT NULL,
	"vat_fen" bigint NOT NULL,
	"income_fen" bigint NOT NULL,
	"other_fen" bigint NOT NULL,
	"refund_fen" bigint NOT NULL,
	CONSTRAINT "tax_paid_source" CHECK ("tax_paid"."source" in ('tax-bureau', 'correction')),
	CONSTRAINT "tax_paid_year" CHECK ("tax_paid"."year" between 1994 and 2100),
	CONSTRAINT "tax_paid_sums" CHECK ("tax_paid"."vat_fen" >= 0 and "tax_paid"."income_fen" >= 0 and "tax_paid"."other_fen" >= 0 and "tax_paid"."refund_fen" >= 0),
	CONSTRAINT "tax_paid_origin" CHECK (("tax_paid"."import_id" is null) = ("tax_paid"."source" = 'correction'))
);
--> statement-breakpoint
CREATE TABLE "tax_standings" (
	"id" text PRIMARY KEY NOT NULL,
	"enterprise_id" text NOT NULL,
	"as_of" date NOT NULL,
	"source" text NOT NULL,
	"import_id" text,
	"import_row" bigint,
	"objection_id" text,
	"arrears_fen" bigint,
	"abnormal" boolean,
	CONSTRAINT "tax_standings_source" CHECK ("tax_standings"."source" in ('tax-bureau', 'correction')),
	CONSTRAINT "tax_standings_arrears" CHECK ("tax_standings"."arrears_fen" >= 0),
	CONSTRAINT "tax_standings_said" CHECK ("tax_standings"."arrears_fen" is not null or "tax_standings"."abnormal" is not null),
	CONSTRAINT "tax_standings_origin" CHECK (("tax_standings"."import_id" is null) = ("tax_standings"."source" = 'correction'))
);
--> statement-breakpoint
ALTER TABLE "objections" DROP CONSTRAINT "objections_fact";--> statement-breakpoint
ALTER TABLE "enterprises" ADD COLUMN "tax_bureau_grade" text;--> statement-breakpoint
ALTER TABLE "enterprises" ADD COLUMN "tax_bureau_year" bigint;--> statement-breakpoint
ALTER TABLE "objections" ADD COLUMN "fact_year" bigint;--> statement-breakpoint
ALTER TABLE "tax_grades" ADD CONSTRAINT "tax_grades_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_grades" ADD CONSTRAINT "tax_grades_import_id_tax_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."tax_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_grades" ADD CONSTRAINT "tax_grades_objection_id_objections_id_fk" FOREIGN KEY ("objection_id") REFERENCES "public"."objections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_import_rows" ADD CONSTRAINT "tax_import_rows_import_id_tax_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."tax_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_paid" ADD CONSTRAINT "tax_paid_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_paid" ADD CONSTRAINT "tax_paid_import_id_tax_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."tax_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_paid" ADD CONSTRAINT "tax_paid_objection_id_objections_id_fk" FOREIGN KEY ("objection_id") REFERENCES "public"."objections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_standings" ADD CONSTRAINT "tax_standings_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_standings" ADD CONSTRAINT "tax_standings_import_id_tax_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."tax_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_standings" ADD CONSTRAINT "tax_standings_objection_id_objections_id_fk" FOREIGN KEY ("objection_id") REFERENCES "public"."objections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tax_grades_firm" ON "tax_grades" USING btree ("enterprise_id","assess_year");--> statement-breakpoint
CREATE INDEX "tax_grades_import" ON "tax_grades" USING btree ("import_id","import_row");--> statement-breakpoint
CREATE INDEX "tax_imports_state" ON "tax_imports" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "tax_paid_firm" ON "tax_paid" USING btree ("enterprise_id","year");--> statement-breakpoint
CREATE INDEX "tax_paid_import" ON "tax_paid" USING btree ("import_id","import_row");--> statement-breakpoint
CREATE INDEX "tax_standings_firm" ON "tax_standings" USING btree ("enterprise_id","as_of");--> statement-breakpoint
CREATE INDEX "tax_standings_import" ON "tax_standings" USING btree ("import_id","import_row");--> statement-breakpoint
ALTER TABLE "enterprises" ADD CONSTRAINT "enterprises_tax_bureau_grade" CHECK ("enterprises"."tax_bureau_grade" in ('A', 'B', 'M', 'C', 'D', 'unrated'));--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_fact" CHECK ("objections"."fact" in ('grade', 'foundedOn', 'industry', 'region', 'taxPaid', 'arrears', 'abnormal', 'court-case', 'credit-record', 'existing-debt', 'figures'));--> statement-breakpoint
-- What the tax bureau said is history: a file that was wrong is taken back as a whole, and its rows stay.
CREATE TRIGGER tax_grades_no_change BEFORE UPDATE OR DELETE ON tax_grades FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER tax_grades_no_truncate BEFORE TRUNCATE ON tax_grades FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER tax_paid_no_change BEFORE UPDATE OR DELETE ON tax_paid FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER tax_paid_no_truncate BEFORE TRUNCATE ON tax_paid FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER tax_standings_no_change BEFORE UPDATE OR DELETE ON tax_standings FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER tax_standings_no_truncate BEFORE TRUNCATE ON tax_standings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER tax_import_rows_no_change BEFORE UPDATE OR DELETE ON tax_import_rows FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER tax_import_rows_no_truncate BEFORE TRUNCATE ON tax_import_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
