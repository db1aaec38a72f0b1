ALTER TABLE "tax_checks" ADD COLUMN "refusal" json;--> statement-breakpoint
ALTER TABLE "tax_checks" ADD COLUMN "against_id" text;--> statement-breakpoint
ALTER TABLE "tax_checks" ADD COLUMN "changes" json;