CREATE TABLE "dispatches" (
	"id" text PRIMARY KEY NOT NULL,
	"need_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"reason" text NOT NULL,
	"why" text,
	"state" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"sent_by" text,
	"due_on" date NOT NULL,
	"due_policies" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"decline_reason" text,
	"decline_words" text,
	CONSTRAINT "dispatches_reason" CHECK ("dispatches"."reason" in ('main-bank', 'best-fit', 'by-hand')),
	CONSTRAINT "dispatches_state" CHECK ("dispatches"."state" in ('waiting', 'taken', 'declined', 'timed-out', 'recalled')),
	CONSTRAINT "dispatches_decline_reason" CHECK ("dispatches"."decline_reason" in ('outside-policy', 'credit-record', 'repayment-ability', 'collateral-insufficient', 'documents-missing', 'industry-restricted', 'existing-debt', 'purpose-unclear', 'rate-not-agreed', 'other'))
);
--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "openness" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "dispatch" text DEFAULT 'ended' NOT NULL;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "held_for" text;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "held_until" date;--> statement-breakpoint
ALTER TABLE "dispatches" ADD CONSTRAINT "dispatches_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispatches" ADD CONSTRAINT "dispatches_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "dispatches_once" ON "dispatches" USING btree ("need_id","institution_id","sent_at");--> statement-breakpoint
CREATE INDEX "dispatches_institution" ON "dispatches" USING btree ("institution_id","state","due_on");--> statement-breakpoint
CREATE INDEX "dispatches_need" ON "dispatches" USING btree ("need_id","sent_at");--> statement-breakpoint
CREATE INDEX "dispatches_due" ON "dispatches" USING btree ("state","due_on");--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_held_for_institutions_id_fk" FOREIGN KEY ("held_for") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "needs_dispatch" ON "needs" USING btree ("dispatch","published_at");--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_openness" CHECK ("needs"."openness" in ('open', 'exclusive'));--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_dispatch_state" CHECK ("needs"."dispatch" in ('due', 'waiting', 'ended'));