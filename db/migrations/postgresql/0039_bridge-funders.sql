ALTER TABLE "bridge_fundings" ADD COLUMN "funder_id" text;--> statement-breakpoint
ALTER TABLE "bridge_fundings" ADD CONSTRAINT "bridge_fundings_funder_id_institutions_id_fk" FOREIGN KEY ("funder_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bridge_fundings_funder" ON "bridge_fundings" USING btree ("funder_id");