CREATE TABLE "contacts" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"way" text NOT NULL,
	"reached_on" date NOT NULL,
	"note" text NOT NULL,
	"person_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "contacts_way" CHECK ("contacts"."way" in ('phone', 'visit'))
);
--> statement-breakpoint
ALTER TABLE "clock_notices" DROP CONSTRAINT "clock_notices_step";--> statement-breakpoint
ALTER TABLE "overdues" DROP CONSTRAINT "overdues_step";--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "contact_due_on" date;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "contact_due_policies" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "contacted_on" date;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "contact_way" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contacts_case" ON "contacts" USING btree ("application_id","reached_on");--> statement-breakpoint
CREATE INDEX "applications_contact" ON "applications" USING btree ("contact_due_on") WHERE contacted_on is null;--> statement-breakpoint
ALTER TABLE "clock_notices" ADD CONSTRAINT "clock_notices_step" CHECK ("clock_notices"."step" in ('accept', 'contact', 'decision', 'offer', 'signing', 'report', 'renewal', 'papers', 'dispatch', 'need-review', 'product-review', 'objection', 'urge', 'supervision'));--> statement-breakpoint
ALTER TABLE "overdues" ADD CONSTRAINT "overdues_step" CHECK ("overdues"."step" in ('accept', 'contact', 'decision', 'signing', 'report', 'renewal'));