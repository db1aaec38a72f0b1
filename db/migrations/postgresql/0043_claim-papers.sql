CREATE TABLE "claim_papers" (
	"id" text PRIMARY KEY NOT NULL,
	"guarantee_id" text NOT NULL,
	"claim_id" text,
	"file_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"added_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	CONSTRAINT "claim_papers_kind" CHECK ("claim_papers"."kind" in ('loan-contract', 'drawdown-slip', 'guarantee-letter', 'demand-notice', 'debt-statement', 'court-ruling'))
);
--> statement-breakpoint
ALTER TABLE "settlements" ADD COLUMN "booked_on" date;--> statement-breakpoint
ALTER TABLE "claim_papers" ADD CONSTRAINT "claim_papers_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_papers" ADD CONSTRAINT "claim_papers_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_papers" ADD CONSTRAINT "claim_papers_file_id_stored_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."stored_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "claim_papers_guarantee" ON "claim_papers" USING btree ("guarantee_id","id");--> statement-breakpoint
CREATE INDEX "claim_papers_claim" ON "claim_papers" USING btree ("claim_id","id");--> statement-breakpoint
CREATE INDEX "claim_papers_file" ON "claim_papers" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "claim_papers_added" ON "claim_papers" USING btree ("added_by","added_at");--> statement-breakpoint
UPDATE "settlements" SET "booked_on" = "settled_on";