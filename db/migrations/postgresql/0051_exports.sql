CREATE TABLE "exports" (
	"id" text PRIMARY KEY NOT NULL,
	"what" text NOT NULL,
	"filters" json NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"rows" bigint NOT NULL,
	"written" bigint NOT NULL,
	"beat_at" timestamp (3) with time zone NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"asked_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "exports_state" CHECK ("exports"."state" in ('running', 'done', 'cancelled', 'lost', 'removed')),
	CONSTRAINT "exports_ended" CHECK (("exports"."state" = 'running') = ("exports"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exports_person" ON "exports" USING btree ("asked_by","id");--> statement-breakpoint
CREATE INDEX "exports_asked" ON "exports" USING btree ("asked_at");