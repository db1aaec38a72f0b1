ALTER TABLE "applications" DROP CONSTRAINT "applications_opened_by";--> statement-breakpoint
ALTER TABLE "renewals" ADD COLUMN "application_id" text;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "renewal_of" text;--> statement-breakpoint
ALTER TABLE "repayments" ADD COLUMN "renewed_by" text;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_renewal_of_loans_id_fk" FOREIGN KEY ("renewal_of") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayments" ADD CONSTRAINT "repayments_renewed_by_loans_id_fk" FOREIGN KEY ("renewed_by") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_case" ON "renewals" USING btree ("application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "loans_renewal" ON "loans" USING btree ("renewal_of") WHERE state <> 'cancelled';--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_contact_way" CHECK ("applications"."contact_way" in ('message', 'papers', 'offer', 'phone', 'visit'));--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_opened_by" CHECK ("applications"."opened_by" in ('firm-applied', 'bank-took', 'renewal'));