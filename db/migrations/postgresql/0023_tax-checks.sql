CREATE TABLE "tax_checks" (
	"id" text PRIMARY KEY NOT NULL,
	"enterprise_id" text NOT NULL,
	"application_id" text,
	"occasion" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" text,
	"facts" json NOT NULL,
	"checked" json NOT NULL,
	"lpr_version" text NOT NULL,
	CONSTRAINT "tax_checks_occasion" CHECK ("tax_checks"."occasion" in ('self', 'opened', 'offered', 'approved'))
);
--> statement-breakpoint
ALTER TABLE "tax_checks" ADD CONSTRAINT "tax_checks_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_checks" ADD CONSTRAINT "tax_checks_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tax_checks_enterprise" ON "tax_checks" USING btree ("enterprise_id","occasion","id");--> statement-breakpoint
CREATE INDEX "tax_checks_application" ON "tax_checks" USING btree ("application_id","id");