CREATE TABLE "batch_agreements" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"guarantor_id" text NOT NULL,
	"bank_id" text NOT NULL,
	"state" text NOT NULL,
	"arrangement" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"per_loan_fen" bigint NOT NULL,
	"total_fen" bigint NOT NULL,
	"fee_ppm" bigint NOT NULL,
	"ceiling_ppm" bigint NOT NULL,
	"words" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	"answer_words" text,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"end_words" text,
	"policies" text NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "batch_agreements_number_unique" UNIQUE("number"),
	CONSTRAINT "batch_agreements_state" CHECK ("batch_agreements"."state" in ('proposed', 'in-force', 'declined', 'ended')),
	CONSTRAINT "batch_agreements_days" CHECK ("batch_agreements"."starts_on" < "batch_agreements"."ends_on"),
	CONSTRAINT "batch_agreements_sums" CHECK ("batch_agreements"."per_loan_fen" > 0 and "batch_agreements"."per_loan_fen" <= "batch_agreements"."total_fen"),
	CONSTRAINT "batch_agreements_ceiling" CHECK ("batch_agreements"."ceiling_ppm" between 1 and 1000000)
);
--> statement-breakpoint
CREATE TABLE "batch_filings" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"agreement_id" text NOT NULL,
	"state" text NOT NULL,
	"file_name" text,
	"file_hash" text,
	"rows" json NOT NULL,
	"good_rows" bigint NOT NULL,
	"bad_rows" bigint NOT NULL,
	"amount_fen" bigint NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"checked_by" text,
	"booked_at" timestamp (3) with time zone,
	"booked_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "batch_filings_number_unique" UNIQUE("number"),
	CONSTRAINT "batch_filings_state" CHECK ("batch_filings"."state" in ('checked', 'booked', 'given-up'))
);
--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "guarantor_id" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "guarantor_name" text;--> statement-breakpoint
ALTER TABLE "guarantees" ADD COLUMN "agreement_id" text;--> statement-breakpoint
ALTER TABLE "batch_agreements" ADD CONSTRAINT "batch_agreements_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_agreements" ADD CONSTRAINT "batch_agreements_bank_id_institutions_id_fk" FOREIGN KEY ("bank_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_filings" ADD CONSTRAINT "batch_filings_agreement_id_batch_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."batch_agreements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_agreements_guarantor" ON "batch_agreements" USING btree ("guarantor_id","id");--> statement-breakpoint
CREATE INDEX "batch_agreements_bank" ON "batch_agreements" USING btree ("bank_id","id");--> statement-breakpoint
CREATE INDEX "batch_filings_agreement" ON "batch_filings" USING btree ("agreement_id","id");--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantees" ADD CONSTRAINT "guarantees_agreement_id_batch_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."batch_agreements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "guarantees_agreement" ON "guarantees" USING btree ("agreement_id","id");