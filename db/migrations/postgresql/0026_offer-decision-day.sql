ALTER TABLE "offers" ADD COLUMN "decision_due_on" date;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "decision_due_policies" text;