CREATE TABLE "consent_looks" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"person_id" text,
	"actor" text NOT NULL,
	"basis" text NOT NULL,
	"consent_id" text,
	"kind" text NOT NULL,
	"what" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"about" text NOT NULL,
	"request_id" text,
	CONSTRAINT "consent_looks_basis" CHECK ("consent_looks"."basis" in ('consent', 'contract')),
	CONSTRAINT "consent_looks_kind" CHECK ("consent_looks"."kind" in ('contact', 'details', 'tax', 'bank-statements', 'documents', 'person')),
	CONSTRAINT "consent_looks_ground" CHECK (("consent_looks"."basis" = 'consent') = ("consent_looks"."consent_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "consent_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"application_id" text NOT NULL,
	"kind" text NOT NULL,
	"purpose" text NOT NULL,
	"why" text NOT NULL,
	"state" text NOT NULL,
	"lapses_on" date NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"asked_by" text,
	"asker" text NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"consent_id" text,
	"answer" text,
	CONSTRAINT "consent_requests_kind" CHECK ("consent_requests"."kind" in ('contact', 'details', 'tax', 'bank-statements', 'documents', 'person')),
	CONSTRAINT "consent_requests_purpose" CHECK ("consent_requests"."purpose" in ('credit-assessment', 'post-loan', 'second-look')),
	CONSTRAINT "consent_requests_state" CHECK ("consent_requests"."state" in ('open', 'accepted', 'refused', 'lapsed')),
	CONSTRAINT "consent_requests_accepted" CHECK (("consent_requests"."state" = 'accepted') = ("consent_requests"."consent_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"kind" text NOT NULL,
	"purpose" text NOT NULL,
	"until" date NOT NULL,
	"text_version" text NOT NULL,
	"language" text NOT NULL,
	"person_name" text,
	"need_id" text,
	"given_at" timestamp (3) with time zone NOT NULL,
	"given_by" text,
	"giver" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"ending" text,
	CONSTRAINT "consents_number_unique" UNIQUE("number"),
	CONSTRAINT "consents_kind" CHECK ("consents"."kind" in ('contact', 'details', 'tax', 'bank-statements', 'documents', 'person')),
	CONSTRAINT "consents_purpose" CHECK ("consents"."purpose" in ('credit-assessment', 'post-loan', 'second-look')),
	CONSTRAINT "consents_language" CHECK ("consents"."language" in ('zh', 'en')),
	CONSTRAINT "consents_ending" CHECK ("consents"."ending" in ('revoked', 'expired', 'replaced')),
	CONSTRAINT "consents_ended" CHECK (("consents"."ended_at" is null) = ("consents"."ending" is null)),
	CONSTRAINT "consents_person" CHECK (("consents"."kind" = 'person') = ("consents"."person_name" is not null))
);
--> statement-breakpoint
ALTER TABLE "consent_looks" ADD CONSTRAINT "consent_looks_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_looks" ADD CONSTRAINT "consent_looks_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_looks" ADD CONSTRAINT "consent_looks_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_requests" ADD CONSTRAINT "consent_requests_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_requests" ADD CONSTRAINT "consent_requests_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_requests" ADD CONSTRAINT "consent_requests_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_requests" ADD CONSTRAINT "consent_requests_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_looks_firm" ON "consent_looks" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "consent_looks_consent" ON "consent_looks" USING btree ("consent_id","id");--> statement-breakpoint
CREATE INDEX "consent_looks_subject" ON "consent_looks" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "consent_looks_at" ON "consent_looks" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "consent_requests_open" ON "consent_requests" USING btree ("enterprise_id","institution_id","kind","purpose") WHERE "consent_requests"."state" = 'open';--> statement-breakpoint
CREATE INDEX "consent_requests_firm" ON "consent_requests" USING btree ("enterprise_id","state","id");--> statement-breakpoint
CREATE INDEX "consent_requests_pair" ON "consent_requests" USING btree ("institution_id","enterprise_id","id");--> statement-breakpoint
CREATE INDEX "consent_requests_lapse" ON "consent_requests" USING btree ("state","lapses_on");--> statement-breakpoint
CREATE UNIQUE INDEX "consents_standing" ON "consents" USING btree ("enterprise_id","institution_id","kind","purpose") WHERE "consents"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "consents_pair" ON "consents" USING btree ("institution_id","enterprise_id","id");--> statement-breakpoint
CREATE INDEX "consents_firm" ON "consents" USING btree ("enterprise_id","id");--> statement-breakpoint
CREATE INDEX "consents_expiry" ON "consents" USING btree ("ended_at","until");