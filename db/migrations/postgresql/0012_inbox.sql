CREATE TABLE "complaints" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"application_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"phone_tail" text NOT NULL,
	"state" text NOT NULL,
	"filed_at" timestamp (3) with time zone NOT NULL,
	"filed_by" text NOT NULL,
	"acknowledged_at" timestamp (3) with time zone,
	"handler_id" text,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"due_on" date,
	"due_policies" text,
	"version" bigint NOT NULL,
	CONSTRAINT "complaints_number_unique" UNIQUE("number"),
	CONSTRAINT "complaints_kind" CHECK ("complaints"."kind" in ('too-slow', 'refused-without-reason', 'fees-beyond-offer', 'tied-selling', 'data-misused', 'manner', 'other')),
	CONSTRAINT "complaints_state" CHECK ("complaints"."state" in ('filed', 'acknowledged', 'answered', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "inboxes" (
	"person_id" text PRIMARY KEY NOT NULL,
	"unread" bigint NOT NULL,
	"stamp" bigint NOT NULL,
	CONSTRAINT "inboxes_unread" CHECK ("inboxes"."unread" >= 0)
);
--> statement-breakpoint
CREATE TABLE "mail_links" (
	"hash" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mailboxes" (
	"person_id" text PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"kinds" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"values" json NOT NULL,
	"href" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"once_key" text,
	"at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "notices_kind" CHECK ("notices"."kind" in ('needs', 'dispatches', 'cases', 'offers', 'loans', 'messages', 'documents', 'consents', 'reminders', 'products', 'firm', 'ratings', 'complaints'))
);
--> statement-breakpoint
CREATE TABLE "message_reads" (
	"application_id" text NOT NULL,
	"person_id" text NOT NULL,
	"through" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_reads_application_id_person_id_pk" PRIMARY KEY("application_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"number" bigint NOT NULL,
	"side" text NOT NULL,
	"person_id" text NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_side" CHECK ("messages"."side" in ('firm', 'bank')),
	CONSTRAINT "messages_number" CHECK ("messages"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"side" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"score" bigint NOT NULL,
	"reasons" text NOT NULL,
	"comment" text NOT NULL,
	"rated_at" timestamp (3) with time zone NOT NULL,
	"rated_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone,
	"editable_until" date NOT NULL,
	"edit_policy" text NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "ratings_side" CHECK ("ratings"."side" in ('firm', 'bank')),
	CONSTRAINT "ratings_score" CHECK ("ratings"."score" between 1 and 5)
);
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "given_up_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_filed_by_people_id_fk" FOREIGN KEY ("filed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_handler_id_people_id_fk" FOREIGN KEY ("handler_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inboxes" ADD CONSTRAINT "inboxes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_links" ADD CONSTRAINT "mail_links_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_reads" ADD CONSTRAINT "message_reads_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_reads" ADD CONSTRAINT "message_reads_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_rated_by_people_id_fk" FOREIGN KEY ("rated_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "complaints_case" ON "complaints" USING btree ("application_id","state");--> statement-breakpoint
CREATE INDEX "complaints_desk" ON "complaints" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "complaints_enterprise" ON "complaints" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "inboxes_stamp" ON "inboxes" USING btree ("stamp");--> statement-breakpoint
CREATE INDEX "mail_links_person" ON "mail_links" USING btree ("person_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("person_id","once_key");--> statement-breakpoint
CREATE INDEX "notices_person" ON "notices" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("person_id","read_at","id");--> statement-breakpoint
CREATE INDEX "notices_subject" ON "notices" USING btree ("person_id","subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "notices_read" ON "notices" USING btree ("read_at");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_in_case" ON "messages" USING btree ("application_id","number");--> statement-breakpoint
CREATE INDEX "messages_writer" ON "messages" USING btree ("application_id","person_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "ratings_once" ON "ratings" USING btree ("application_id","side");--> statement-breakpoint
CREATE INDEX "ratings_institution" ON "ratings" USING btree ("institution_id","side","id");--> statement-breakpoint
CREATE INDEX "ratings_side_score" ON "ratings" USING btree ("side","score");--> statement-breakpoint
CREATE INDEX "outbox_given_up" ON "outbox" USING btree ("given_up_at");