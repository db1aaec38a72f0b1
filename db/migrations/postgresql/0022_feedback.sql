CREATE TABLE "complaints" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"application_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"side" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"documents" text NOT NULL,
	"state" text NOT NULL,
	"filed_at" timestamp (3) with time zone NOT NULL,
	"filed_by" text NOT NULL,
	"taken_over_at" timestamp (3) with time zone,
	"handler_id" text,
	"answer" text,
	"ended_at" timestamp (3) with time zone,
	"due_on" date,
	"due_policies" text,
	"version" bigint NOT NULL,
	CONSTRAINT "complaints_number_unique" UNIQUE("number"),
	CONSTRAINT "complaints_side" CHECK ("complaints"."side" in ('firm', 'bank')),
	CONSTRAINT "complaints_kind" CHECK ("complaints"."kind" in ('too-slow', 'refused-without-reason', 'fees-beyond-offer', 'tied-selling', 'data-misused', 'manner', 'other', 'untrue-papers', 'purpose-changed', 'not-reachable')),
	CONSTRAINT "complaints_state" CHECK ("complaints"."state" in ('filed', 'taken-over', 'answered', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"score" bigint NOT NULL,
	"reasons" text NOT NULL,
	"comment" text NOT NULL,
	"rated_at" timestamp (3) with time zone NOT NULL,
	"rated_by" text,
	"addition" text,
	"added_at" timestamp (3) with time zone,
	"added_by" text,
	"answer_due_on" date,
	"due_policies" text,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "ratings_application_id_unique" UNIQUE("application_id"),
	CONSTRAINT "ratings_score" CHECK ("ratings"."score" between 1 and 5)
);
--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_filed_by_people_id_fk" FOREIGN KEY ("filed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_handler_id_people_id_fk" FOREIGN KEY ("handler_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_rated_by_people_id_fk" FOREIGN KEY ("rated_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_added_by_people_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "complaints_open" ON "complaints" USING btree ("application_id","side") WHERE state in ('filed', 'taken-over');--> statement-breakpoint
CREATE INDEX "complaints_case" ON "complaints" USING btree ("application_id","id");--> statement-breakpoint
CREATE INDEX "complaints_desk" ON "complaints" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "complaints_enterprise" ON "complaints" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "complaints_institution" ON "complaints" USING btree ("institution_id","id");--> statement-breakpoint
CREATE INDEX "ratings_institution" ON "ratings" USING btree ("institution_id","id");--> statement-breakpoint
CREATE INDEX "ratings_rated" ON "ratings" USING btree ("rated_at");--> statement-breakpoint
CREATE INDEX "ratings_unanswered" ON "ratings" USING btree ("answer_due_on") WHERE answered_at is null;