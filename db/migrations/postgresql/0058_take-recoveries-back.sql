CREATE TABLE "recovery_reversals" (
	"id" text PRIMARY KEY NOT NULL,
	"recovery_id" text NOT NULL,
	"guarantee_id" text NOT NULL,
	"why" text NOT NULL,
	"taken_back_on" date NOT NULL,
	"taken_back_at" timestamp (3) with time zone NOT NULL,
	"taken_back_by" text NOT NULL,
	CONSTRAINT "recovery_reversals_recovery_id_unique" UNIQUE("recovery_id")
);
--> statement-breakpoint
ALTER TABLE "settlements" DROP CONSTRAINT "settlements_state";--> statement-breakpoint
ALTER TABLE "shared_events" DROP CONSTRAINT "shared_events_kind";--> statement-breakpoint
ALTER TABLE "recovery_reversals" ADD CONSTRAINT "recovery_reversals_recovery_id_recoveries_id_fk" FOREIGN KEY ("recovery_id") REFERENCES "public"."recoveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_reversals" ADD CONSTRAINT "recovery_reversals_guarantee_id_guarantees_id_fk" FOREIGN KEY ("guarantee_id") REFERENCES "public"."guarantees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recovery_reversals_guarantee" ON "recovery_reversals" USING btree ("guarantee_id");--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_state" CHECK ("settlements"."state" in ('due', 'confirmed', 'settled', 'taken-back'));--> statement-breakpoint
ALTER TABLE "shared_events" ADD CONSTRAINT "shared_events_kind" CHECK ("shared_events"."kind" in ('claim', 'recovery', 'taken-back'));