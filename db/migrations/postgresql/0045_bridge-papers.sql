CREATE TABLE "bridge_papers" (
	"id" text PRIMARY KEY NOT NULL,
	"bridge_id" text NOT NULL,
	"file_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"added_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	CONSTRAINT "bridge_papers_kind" CHECK ("bridge_papers"."kind" in ('due-contract', 'business-licence', 'identity', 'resolution', 'financial-statements', 'credit-report', 'premises-proof', 'statement-of-truth', 'other'))
);
--> statement-breakpoint
ALTER TABLE "people" DROP CONSTRAINT "people_role";--> statement-breakpoint
ALTER TABLE "bridge_papers" ADD CONSTRAINT "bridge_papers_bridge_id_bridges_id_fk" FOREIGN KEY ("bridge_id") REFERENCES "public"."bridges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_papers" ADD CONSTRAINT "bridge_papers_file_id_stored_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."stored_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bridge_papers_bridge" ON "bridge_papers" USING btree ("bridge_id","id");--> statement-breakpoint
CREATE INDEX "bridge_papers_file" ON "bridge_papers" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "bridge_papers_added" ON "bridge_papers" USING btree ("added_by","added_at");--> statement-breakpoint
CREATE INDEX "guarantee_changes_figures" ON "guarantee_changes" USING btree ("guarantee_id","happened_on","kind","delta_fen");--> statement-breakpoint
CREATE INDEX "guarantees_figures" ON "guarantees" USING btree ("guarantor_id","id","kind","amount_fen","arrangement","arrangement_version","filed_on");--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_role" CHECK ("people"."role" in ('enterprise-owner', 'enterprise-clerk', 'bank-officer', 'bank-manager', 'guarantor-officer', 'guarantor-manager', 'reguarantor', 'treasury', 'pool-operator', 'pool-checker', 'pool-cashier', 'bureau-analyst', 'bureau-head', 'township-officer', 'industry-officer', 'administrator', 'security-administrator', 'auditor'));