CREATE TABLE "stress_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"region" text NOT NULL,
	"state" text NOT NULL,
	"question" json NOT NULL,
	"rule" json NOT NULL,
	"rule_version" text NOT NULL,
	"scenarios" bigint NOT NULL,
	"drawn" bigint NOT NULL,
	"beat_at" timestamp (3) with time zone NOT NULL,
	"loans" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"answer" json,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"asked_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	CONSTRAINT "stress_runs_number_unique" UNIQUE("number"),
	CONSTRAINT "stress_runs_state" CHECK ("stress_runs"."state" in ('running', 'done', 'cancelled', 'lost')),
	CONSTRAINT "stress_runs_drawn" CHECK ("stress_runs"."drawn" between 0 and "stress_runs"."scenarios"),
	CONSTRAINT "stress_runs_ended" CHECK (("stress_runs"."state" = 'running') = ("stress_runs"."ended_at" is null)),
	CONSTRAINT "stress_runs_answer" CHECK (("stress_runs"."state" = 'done') = ("stress_runs"."answer" is not null))
);
--> statement-breakpoint
ALTER TABLE "stress_runs" ADD CONSTRAINT "stress_runs_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stress_runs_region" ON "stress_runs" USING btree ("region","id");--> statement-breakpoint
CREATE INDEX "stress_runs_state_of" ON "stress_runs" USING btree ("state","beat_at");