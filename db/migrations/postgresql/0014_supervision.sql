CREATE TABLE "clock_notices" (
	"subject_id" text NOT NULL,
	"step" text NOT NULL,
	"due_on" date NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "clock_notices_subject_id_step_due_on_kind_pk" PRIMARY KEY("subject_id","step","due_on","kind"),
	CONSTRAINT "clock_notices_step" CHECK ("clock_notices"."step" in ('accept', 'decision', 'offer', 'signing', 'report', 'papers', 'dispatch', 'need-review', 'product-review', 'urge', 'supervision')),
	CONSTRAINT "clock_notices_kind" CHECK ("clock_notices"."kind" in ('near', 'over'))
);
--> statement-breakpoint
CREATE TABLE "overdues" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"step" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"due_on" date NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	"list_on" date NOT NULL,
	"list_policy" text NOT NULL,
	"listed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "overdues_step" CHECK ("overdues"."step" in ('accept', 'decision', 'signing', 'report'))
);
--> statement-breakpoint
CREATE TABLE "supervisions" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"overdue_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"state" text NOT NULL,
	"words" text NOT NULL,
	"due_on" date NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"opened_by" text NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	"closing" text,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "supervisions_number_unique" UNIQUE("number"),
	CONSTRAINT "supervisions_state" CHECK ("supervisions"."state" in ('open', 'answered', 'closed')),
	CONSTRAINT "supervisions_answer" CHECK ("supervisions"."state" <> 'answered' or "supervisions"."answer" is not null),
	CONSTRAINT "supervisions_closing" CHECK ("supervisions"."state" <> 'closed' or "supervisions"."closing" is not null)
);
--> statement-breakpoint
CREATE TABLE "urges" (
	"id" text PRIMARY KEY NOT NULL,
	"overdue_id" text NOT NULL,
	"words" text NOT NULL,
	"urged_at" timestamp (3) with time zone NOT NULL,
	"urged_by" text NOT NULL,
	"due_on" date NOT NULL,
	"due_policies" text NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text
);
--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "review_due_on" date;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "review_due_policies" text;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "review_due_on" date;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "review_due_policies" text;--> statement-breakpoint
ALTER TABLE "overdues" ADD CONSTRAINT "overdues_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "overdues" ADD CONSTRAINT "overdues_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervisions" ADD CONSTRAINT "supervisions_overdue_id_overdues_id_fk" FOREIGN KEY ("overdue_id") REFERENCES "public"."overdues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervisions" ADD CONSTRAINT "supervisions_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urges" ADD CONSTRAINT "urges_overdue_id_overdues_id_fk" FOREIGN KEY ("overdue_id") REFERENCES "public"."overdues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "overdues_once" ON "overdues" USING btree ("application_id","step") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "overdues_institution" ON "overdues" USING btree ("institution_id","ended_at","due_on");--> statement-breakpoint
CREATE INDEX "overdues_listed" ON "overdues" USING btree ("ended_at","due_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "supervisions_running" ON "supervisions" USING btree ("overdue_id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "supervisions_due" ON "supervisions" USING btree ("state","due_on");--> statement-breakpoint
CREATE UNIQUE INDEX "urges_open" ON "urges" USING btree ("overdue_id") WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX "urges_overdue" ON "urges" USING btree ("overdue_id","urged_at");--> statement-breakpoint
CREATE INDEX "urges_due" ON "urges" USING btree ("answered_at","due_on");