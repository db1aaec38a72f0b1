CREATE TABLE "compensation_pools" (
	"id" text PRIMARY KEY NOT NULL,
	"arrangement" text NOT NULL,
	"party" text NOT NULL,
	"book_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "compensation_pools_book_id_unique" UNIQUE("book_id"),
	CONSTRAINT "compensation_pools_party" CHECK ("compensation_pools"."party" in ('guarantor', 'reguarantor', 'bank', 'treasury', 'pool', 'borrowers', 'fund', 'insurer', 'national-fund'))
);
--> statement-breakpoint
CREATE TABLE "covers" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"loan_id" text NOT NULL,
	"stands_for" text,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"arrangement" text NOT NULL,
	"arrangement_version" text NOT NULL,
	"variant" text,
	"terms" json NOT NULL,
	"state" text NOT NULL,
	"filed_fen" bigint NOT NULL,
	"checks" json NOT NULL,
	"rule_version" text NOT NULL,
	"filed_on" date NOT NULL,
	"filed_at" timestamp (3) with time zone NOT NULL,
	"filed_by" text,
	"due_on" date,
	"due_policies" text,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"why" text,
	"version" bigint NOT NULL,
	CONSTRAINT "covers_number_unique" UNIQUE("number"),
	CONSTRAINT "covers_stands_for_unique" UNIQUE("stands_for"),
	CONSTRAINT "covers_state" CHECK ("covers"."state" in ('filed', 'in-cover', 'rejected', 'withdrawn')),
	CONSTRAINT "covers_variant" CHECK ("covers"."variant" in ('first-loan', 'pure-credit')),
	CONSTRAINT "covers_filed" CHECK ("covers"."filed_fen" > 0),
	CONSTRAINT "covers_stands" CHECK (("covers"."stands_for" is not null) = ("covers"."state" in ('filed', 'in-cover')) and ("covers"."stands_for" is null or "covers"."stands_for" = "covers"."loan_id")),
	CONSTRAINT "covers_decided" CHECK (("covers"."state" = 'filed') = ("covers"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "compensation_pools" ADD CONSTRAINT "compensation_pools_book_id_ledger_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."ledger_books"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation_pools" ADD CONSTRAINT "compensation_pools_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_stands_for_loans_id_fk" FOREIGN KEY ("stands_for") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "covers" ADD CONSTRAINT "covers_operator_id_institutions_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "compensation_pools_party_of" ON "compensation_pools" USING btree ("arrangement","party");--> statement-breakpoint
CREATE INDEX "covers_loan" ON "covers" USING btree ("loan_id");--> statement-breakpoint
CREATE INDEX "covers_firm" ON "covers" USING btree ("enterprise_id","state");--> statement-breakpoint
CREATE INDEX "covers_institution" ON "covers" USING btree ("institution_id","state");--> statement-breakpoint
CREATE INDEX "covers_operator" ON "covers" USING btree ("operator_id","state");--> statement-breakpoint
CREATE INDEX "covers_arrangement" ON "covers" USING btree ("arrangement","state");