CREATE TABLE "case_documents" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"document_id" text NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"given_by" text NOT NULL,
	"taken_back_at" timestamp (3) with time zone,
	"taken_back_by" text,
	"opened_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "document_reminders" (
	"document_id" text NOT NULL,
	"days_before" bigint NOT NULL,
	"reminded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_reminders_document_id_days_before_pk" PRIMARY KEY("document_id","days_before")
);
--> statement-breakpoint
CREATE TABLE "document_request_items" (
	"request_id" text NOT NULL,
	"position" bigint NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	CONSTRAINT "document_request_items_request_id_position_pk" PRIMARY KEY("request_id","position"),
	CONSTRAINT "document_request_items_kind" CHECK ("document_request_items"."kind" in ('business-licence', 'identity', 'articles', 'resolution', 'financial-statements', 'tax-returns', 'bank-statements', 'purchase-contracts', 'sales-contracts', 'invoices', 'collateral-papers', 'guarantor-papers', 'premises-proof', 'farmland-papers', 'intellectual-property-papers', 'permits', 'project-papers', 'credit-report-consent', 'tax-data-consent', 'other'))
);
--> statement-breakpoint
CREATE TABLE "document_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"state" text NOT NULL,
	"words" text NOT NULL,
	"asked_by" text NOT NULL,
	"owed_since" timestamp (3) with time zone NOT NULL,
	"owed_until" timestamp (3) with time zone,
	"due_on" date NOT NULL,
	"due_policy" text NOT NULL,
	"bank_days_left" bigint,
	"answered_by" text,
	"answer" text,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "document_requests_state" CHECK ("document_requests"."state" in ('open', 'answered', 'resumed', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"enterprise_id" text NOT NULL,
	"file_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"expires_on" date,
	"added_at" timestamp (3) with time zone NOT NULL,
	"added_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"version" bigint NOT NULL,
	CONSTRAINT "documents_kind" CHECK ("documents"."kind" in ('business-licence', 'identity', 'articles', 'resolution', 'financial-statements', 'tax-returns', 'bank-statements', 'purchase-contracts', 'sales-contracts', 'invoices', 'collateral-papers', 'guarantor-papers', 'premises-proof', 'farmland-papers', 'intellectual-property-papers', 'permits', 'project-papers', 'credit-report-consent', 'tax-data-consent', 'other'))
);
--> statement-breakpoint
CREATE TABLE "stored_files" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"bytes" bigint NOT NULL,
	"type" text NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stored_files_hash_unique" UNIQUE("hash"),
	CONSTRAINT "stored_files_type" CHECK ("stored_files"."type" in ('pdf', 'jpeg', 'png', 'xlsx')),
	CONSTRAINT "stored_files_hash" CHECK (length("stored_files"."hash") = 64),
	CONSTRAINT "stored_files_bytes" CHECK ("stored_files"."bytes" > 0)
);
--> statement-breakpoint
ALTER TABLE "case_documents" ADD CONSTRAINT "case_documents_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_documents" ADD CONSTRAINT "case_documents_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_reminders" ADD CONSTRAINT "document_reminders_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_request_items" ADD CONSTRAINT "document_request_items_request_id_document_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."document_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_requests" ADD CONSTRAINT "document_requests_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_file_id_stored_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."stored_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "case_documents_once" ON "case_documents" USING btree ("application_id","document_id") WHERE taken_back_at is null;--> statement-breakpoint
CREATE INDEX "case_documents_document" ON "case_documents" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_requests_open" ON "document_requests" USING btree ("application_id") WHERE state in ('open', 'answered');--> statement-breakpoint
CREATE INDEX "document_requests_case" ON "document_requests" USING btree ("application_id","id");--> statement-breakpoint
CREATE INDEX "document_requests_due" ON "document_requests" USING btree ("state","due_on");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_once" ON "documents" USING btree ("enterprise_id","file_id","kind") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "documents_shelf" ON "documents" USING btree ("enterprise_id","kind","id");--> statement-breakpoint
CREATE INDEX "documents_file" ON "documents" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "documents_expiry" ON "documents" USING btree ("expires_on");--> statement-breakpoint
CREATE INDEX "documents_added" ON "documents" USING btree ("added_by","added_at");