ALTER TABLE "batch_filings" DROP CONSTRAINT "batch_filings_state";--> statement-breakpoint
DROP INDEX "stops_once";--> statement-breakpoint
ALTER TABLE "batch_filings" ADD COLUMN "taken_back_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "batch_filings" ADD COLUMN "taken_back_by" text;--> statement-breakpoint
ALTER TABLE "batch_filings" ADD COLUMN "taken_back_words" text;--> statement-breakpoint
ALTER TABLE "guarantees" ADD COLUMN "ended_on" date;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "written_off_on" date;--> statement-breakpoint
ALTER TABLE "stops" ADD COLUMN "rate" text;--> statement-breakpoint
UPDATE "stops" SET "rate" = 'all';--> statement-breakpoint
ALTER TABLE "stops" ALTER COLUMN "rate" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "guarantees_cover" ON "guarantees" USING btree ("state","cover_until");--> statement-breakpoint
CREATE UNIQUE INDEX "stops_once" ON "stops" USING btree ("scope","scope_key","rate","from_on");--> statement-breakpoint
ALTER TABLE "batch_filings" ADD CONSTRAINT "batch_filings_state" CHECK ("batch_filings"."state" in ('checked', 'booked', 'given-up', 'taken-back'));--> statement-breakpoint
ALTER TABLE "stops" ADD CONSTRAINT "stops_rate" CHECK ("stops"."rate" in ('all', 'year'));