ALTER TABLE "bridge_pools" ADD COLUMN "moves" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bridges" ADD COLUMN "renewal_days" bigint;--> statement-breakpoint
ALTER TABLE "bridges" ADD COLUMN "filed_on" date;--> statement-breakpoint
ALTER TABLE "bridges" ADD COLUMN "court_case" text;--> statement-breakpoint
ALTER TABLE "promises" ADD COLUMN "file_id" text;--> statement-breakpoint
ALTER TABLE "promises" ADD COLUMN "file_name" text;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_file_id_stored_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."stored_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "promises_file" ON "promises" USING btree ("file_id");