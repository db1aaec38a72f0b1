CREATE TABLE "assignments" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"matter" text NOT NULL,
	"about" text NOT NULL,
	"institution_id" text,
	"region" text NOT NULL,
	"person_id" text NOT NULL,
	"state" text NOT NULL,
	"words" text NOT NULL,
	"due_on" date NOT NULL,
	"opened_on" date NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"opened_by" text NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"return_words" text,
	"returns" bigint NOT NULL,
	"closing" text,
	"closed_on" date,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "assignments_number_unique" UNIQUE("number"),
	CONSTRAINT "assignments_state" CHECK ("assignments"."state" in ('assigned', 'answered', 'closed')),
	CONSTRAINT "assignments_subject_kind" CHECK ("assignments"."subject_kind" in ('overdue', 'warning', 'claim', 'settlement')),
	CONSTRAINT "assignments_answer" CHECK ("assignments"."state" <> 'answered' or "assignments"."answer" is not null),
	CONSTRAINT "assignments_closing" CHECK (("assignments"."state" = 'closed') = ("assignments"."closed_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "warnings" (
	"id" text PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"about" text NOT NULL,
	"dimension" text,
	"member" text,
	"enterprise_id" text,
	"institution_id" text,
	"region" text NOT NULL,
	"have" json NOT NULL,
	"want" json NOT NULL,
	"mark" text NOT NULL,
	"policy_version" text,
	"raised_on" date NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"due_on" date,
	"due_policies" text,
	"cleared_on" date,
	"cleared_as" text,
	"state" text NOT NULL,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text,
	"bank_finding" text,
	"bank_did" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	"outcome" text,
	"did" text,
	"closed_on" date,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "warnings_rule" CHECK ("warnings"."rule" in ('grade-dropped', 'grade-not-admitted', 'arrears', 'abnormal', 'overdue', 'concentration', 'promise-lapsed', 'claim-rate', 'bridge-dependence', 'silent-product')),
	CONSTRAINT "warnings_subject_kind" CHECK ("warnings"."subject_kind" in ('loan', 'bridge', 'enterprise', 'product', 'institution', 'arrangement')),
	CONSTRAINT "warnings_state" CHECK ("warnings"."state" in ('open', 'acknowledged', 'assigned', 'closed')),
	CONSTRAINT "warnings_cleared_as" CHECK ("warnings"."cleared_as" in ('back', 'newer')),
	CONSTRAINT "warnings_bank_finding" CHECK ("warnings"."bank_finding" in ('confirmed', 'false-alarm', 'undecided')),
	CONSTRAINT "warnings_outcome" CHECK ("warnings"."outcome" in ('confirmed', 'false-alarm', 'undecided')),
	CONSTRAINT "warnings_closed" CHECK (("warnings"."state" = 'closed') = ("warnings"."outcome" is not null)),
	CONSTRAINT "warnings_closed_on" CHECK (("warnings"."state" = 'closed') = ("warnings"."closed_on" is not null)),
	CONSTRAINT "warnings_answered" CHECK (("warnings"."bank_finding" is null) = ("warnings"."answered_at" is null)),
	CONSTRAINT "warnings_cleared" CHECK (("warnings"."cleared_on" is null) = ("warnings"."cleared_as" is null))
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_opened_by_people_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_closed_by_people_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warnings" ADD CONSTRAINT "warnings_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warnings" ADD CONSTRAINT "warnings_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warnings" ADD CONSTRAINT "warnings_acknowledged_by_people_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warnings" ADD CONSTRAINT "warnings_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warnings" ADD CONSTRAINT "warnings_closed_by_people_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_running" ON "assignments" USING btree ("subject_kind","subject_id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "assignments_due" ON "assignments" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "assignments_person" ON "assignments" USING btree ("person_id","state","due_on");--> statement-breakpoint
CREATE INDEX "assignments_opened" ON "assignments" USING btree ("opened_on");--> statement-breakpoint
CREATE UNIQUE INDEX "warnings_standing" ON "warnings" USING btree ("rule","subject") WHERE cleared_on is null;--> statement-breakpoint
CREATE INDEX "warnings_state" ON "warnings" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "warnings_institution" ON "warnings" USING btree ("institution_id","id");--> statement-breakpoint
CREATE INDEX "warnings_raised" ON "warnings" USING btree ("raised_on");--> statement-breakpoint
CREATE INDEX "warnings_closed_day" ON "warnings" USING btree ("closed_on");