CREATE TABLE "cockpit_days" (
	"id" text PRIMARY KEY NOT NULL,
	"region" text NOT NULL,
	"day" date NOT NULL,
	"entry" bigint NOT NULL,
	"told" text NOT NULL,
	"figures" json NOT NULL,
	"kept_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cockpit_days_told" CHECK ("cockpit_days"."told" in ('closing', 'rows', 'correction')),
	CONSTRAINT "cockpit_days_entry" CHECK ("cockpit_days"."entry" > 0)
);
--> statement-breakpoint
CREATE TABLE "need_blocks" (
	"need_id" text NOT NULL,
	"rule" text NOT NULL,
	"kind" text NOT NULL,
	"region" text NOT NULL,
	CONSTRAINT "need_blocks_need_id_rule_pk" PRIMARY KEY("need_id","rule"),
	CONSTRAINT "need_blocks_rule" CHECK ("need_blocks"."rule" in ('amount', 'months', 'guarantee', 'rate', 'region', 'industry', 'size', 'grade', 'operating', 'scheme-grade', 'scheme-assess-year', 'scheme-size', 'scheme-operating-months', 'scheme-tax-years', 'scheme-minimum-tax', 'scheme-industry', 'scheme-arrears', 'scheme-abnormal', 'scheme-dishonest', 'scheme-total-cap', 'scheme-limit', 'scheme-rate')),
	CONSTRAINT "need_blocks_kind" CHECK ("need_blocks"."kind" in ('refused', 'unknown'))
);
--> statement-breakpoint
ALTER TABLE "need_blocks" ADD CONSTRAINT "need_blocks_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cockpit_days_of" ON "cockpit_days" USING btree ("region","day","entry");--> statement-breakpoint
CREATE INDEX "need_blocks_rule_of" ON "need_blocks" USING btree ("rule","region","need_id");