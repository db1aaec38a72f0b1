CREATE TABLE "tax_warnings" (
	"id" text PRIMARY KEY NOT NULL,
	"loan_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"rule" text NOT NULL,
	"have" json NOT NULL,
	"want" json NOT NULL,
	"scheme_version" text,
	"raised_on" date NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"did" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	CONSTRAINT "tax_warnings_rule" CHECK ("tax_warnings"."rule" in ('grade-dropped', 'grade-not-admitted', 'arrears', 'abnormal')),
	CONSTRAINT "tax_warnings_outcome" CHECK ("tax_warnings"."outcome" in ('confirmed', 'false-alarm')),
	CONSTRAINT "tax_warnings_answered" CHECK (("tax_warnings"."outcome" is null) = ("tax_warnings"."answered_at" is null))
);
--> statement-breakpoint
ALTER TABLE "tax_warnings" ADD CONSTRAINT "tax_warnings_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_warnings" ADD CONSTRAINT "tax_warnings_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_warnings" ADD CONSTRAINT "tax_warnings_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tax_warnings_institution" ON "tax_warnings" USING btree ("institution_id","id");--> statement-breakpoint
CREATE INDEX "tax_warnings_loan" ON "tax_warnings" USING btree ("loan_id","rule");