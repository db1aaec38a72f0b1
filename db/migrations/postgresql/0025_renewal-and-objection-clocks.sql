ALTER TABLE "clock_notices" DROP CONSTRAINT "clock_notices_step";--> statement-breakpoint
ALTER TABLE "overdues" DROP CONSTRAINT "overdues_step";--> statement-breakpoint
CREATE INDEX "renewals_due" ON "renewals" USING btree ("state","due_on");--> statement-breakpoint
ALTER TABLE "clock_notices" ADD CONSTRAINT "clock_notices_step" CHECK ("clock_notices"."step" in ('accept', 'decision', 'offer', 'signing', 'report', 'renewal', 'papers', 'dispatch', 'need-review', 'product-review', 'objection', 'urge', 'supervision'));--> statement-breakpoint
ALTER TABLE "overdues" ADD CONSTRAINT "overdues_step" CHECK ("overdues"."step" in ('accept', 'decision', 'signing', 'report', 'renewal'));