CREATE TABLE "api_answers" (
	"institution_id" text NOT NULL,
	"key" text NOT NULL,
	"asked" text NOT NULL,
	"status" bigint NOT NULL,
	"answer" json NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "api_answers_institution_id_key_pk" PRIMARY KEY("institution_id","key")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"institution_id" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"tail" text NOT NULL,
	"scopes" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"ends_on" date NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"last_used_from" text,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "loan_classes" (
	"id" text PRIMARY KEY NOT NULL,
	"loan_id" text NOT NULL,
	"classed_on" date NOT NULL,
	"from_class" text,
	"to_class" text NOT NULL,
	"reason" text NOT NULL,
	"overdue_days" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"rule_version" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "loan_classes_from" CHECK ("loan_classes"."from_class" in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
	CONSTRAINT "loan_classes_to" CHECK ("loan_classes"."to_class" in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
	CONSTRAINT "loan_classes_reason" CHECK ("loan_classes"."reason" in ('days', 'same-bank', 'observed')),
	CONSTRAINT "loan_classes_days" CHECK ("loan_classes"."overdue_days" >= 0)
);
--> statement-breakpoint
CREATE TABLE "renewals" (
	"id" text PRIMARY KEY NOT NULL,
	"loan_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"state" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"months" bigint NOT NULL,
	"wish" text NOT NULL,
	"wished_at" timestamp (3) with time zone NOT NULL,
	"wished_by" text NOT NULL,
	"due_on" date,
	"due_policies" text,
	"checks" json,
	"rule_version" text NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "renewals_state" CHECK ("renewals"."state" in ('wished', 'without-repayment', 'after-repayment', 'no', 'withdrawn')),
	CONSTRAINT "renewals_amount" CHECK ("renewals"."amount_fen" > 0),
	CONSTRAINT "renewals_months" CHECK ("renewals"."months" > 0)
);
--> statement-breakpoint
CREATE TABLE "repayment_import_rows" (
	"import_id" text NOT NULL,
	"row" bigint NOT NULL,
	"state" text NOT NULL,
	"typed" json NOT NULL,
	"faults" json NOT NULL,
	"loan_id" text,
	"paid_on" date,
	"principal_fen" bigint,
	"interest_fen" bigint,
	"reference" text,
	CONSTRAINT "repayment_import_rows_import_id_row_pk" PRIMARY KEY("import_id","row"),
	CONSTRAINT "repayment_import_rows_state" CHECK ("repayment_import_rows"."state" in ('good', 'bad'))
);
--> statement-breakpoint
CREATE TABLE "repayment_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"institution_id" text NOT NULL,
	"state" text NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"good_rows" bigint NOT NULL,
	"bad_rows" bigint NOT NULL,
	"loan_count" bigint NOT NULL,
	"settled_count" bigint NOT NULL,
	"principal_fen" bigint NOT NULL,
	"interest_fen" bigint NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"checked_by" text NOT NULL,
	"mode" text,
	"booked_at" timestamp (3) with time zone,
	"booked_by" text,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"why" text,
	"version" bigint NOT NULL,
	CONSTRAINT "repayment_imports_number_unique" UNIQUE("number"),
	CONSTRAINT "repayment_imports_state" CHECK ("repayment_imports"."state" in ('reading', 'checked', 'booked', 'reversed', 'given-up')),
	CONSTRAINT "repayment_imports_mode" CHECK ("repayment_imports"."mode" in ('all', 'good'))
);
--> statement-breakpoint
ALTER TABLE "repayments" DROP CONSTRAINT "repayments_principal";--> statement-breakpoint
ALTER TABLE "repayments" DROP CONSTRAINT "repayments_interest";--> statement-breakpoint
ALTER TABLE "enterprises" ADD COLUMN "borrowed_before" text;--> statement-breakpoint
ALTER TABLE "drawdowns" ADD COLUMN "report_due_on" date;--> statement-breakpoint
ALTER TABLE "drawdowns" ADD COLUMN "report_due_policies" text;--> statement-breakpoint
ALTER TABLE "drawdowns" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "first_loan_found" json;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "overdue_since" date;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "cleared_on" date;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "risk_class" text;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "classed_on" date;--> statement-breakpoint
ALTER TABLE "repayments" ADD COLUMN "reference" text;--> statement-breakpoint
ALTER TABLE "repayments" ADD COLUMN "reversal_of" text;--> statement-breakpoint
ALTER TABLE "repayments" ADD COLUMN "import_id" text;--> statement-breakpoint
ALTER TABLE "repayments" ADD COLUMN "import_row" bigint;--> statement-breakpoint
ALTER TABLE "repayments" ADD COLUMN "key_id" text;--> statement-breakpoint
ALTER TABLE "api_answers" ADD CONSTRAINT "api_answers_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan_classes" ADD CONSTRAINT "loan_classes_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayment_import_rows" ADD CONSTRAINT "repayment_import_rows_import_id_repayment_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."repayment_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayment_import_rows" ADD CONSTRAINT "repayment_import_rows_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayment_imports" ADD CONSTRAINT "repayment_imports_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_answers_at" ON "api_answers" USING btree ("at");--> statement-breakpoint
CREATE INDEX "api_keys_institution" ON "api_keys" USING btree ("institution_id","created_at");--> statement-breakpoint
CREATE INDEX "loan_classes_loan" ON "loan_classes" USING btree ("loan_id","classed_on");--> statement-breakpoint
CREATE INDEX "renewals_loan" ON "renewals" USING btree ("loan_id","id");--> statement-breakpoint
CREATE INDEX "renewals_institution" ON "renewals" USING btree ("institution_id","state");--> statement-breakpoint
CREATE INDEX "renewals_enterprise" ON "renewals" USING btree ("enterprise_id","state");--> statement-breakpoint
CREATE INDEX "repayment_import_rows_state" ON "repayment_import_rows" USING btree ("import_id","state","row");--> statement-breakpoint
CREATE INDEX "repayment_imports_institution" ON "repayment_imports" USING btree ("institution_id","id");--> statement-breakpoint
ALTER TABLE "drawdowns" ADD CONSTRAINT "drawdowns_key_id_api_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayments" ADD CONSTRAINT "repayments_reversal_of_repayments_id_fk" FOREIGN KEY ("reversal_of") REFERENCES "public"."repayments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayments" ADD CONSTRAINT "repayments_import_id_repayment_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."repayment_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayments" ADD CONSTRAINT "repayments_key_id_api_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "loans_matures" ON "loans" USING btree ("state","matures_on");--> statement-breakpoint
CREATE INDEX "loans_contract" ON "loans" USING btree ("institution_id","contract_number");--> statement-breakpoint
CREATE INDEX "repayments_reference" ON "repayments" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "repayments_import" ON "repayments" USING btree ("import_id","import_row");--> statement-breakpoint
ALTER TABLE "repayments" ADD CONSTRAINT "repayments_reversal_of_unique" UNIQUE("reversal_of");--> statement-breakpoint
ALTER TABLE "enterprises" ADD CONSTRAINT "enterprises_borrowed_before" CHECK ("enterprises"."borrowed_before" in ('never', 'before'));--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_risk_class" CHECK ("loans"."risk_class" in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss'));--> statement-breakpoint
ALTER TABLE "repayments" ADD CONSTRAINT "repayments_sums" CHECK (("repayments"."reversal_of" is null and "repayments"."principal_fen" >= 0 and "repayments"."interest_fen" >= 0) or ("repayments"."reversal_of" is not null and "repayments"."principal_fen" <= 0 and "repayments"."interest_fen" <= 0));