CREATE TABLE `case_documents` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`document_id` text NOT NULL,
	`given_at` text NOT NULL,
	`given_by` text NOT NULL,
	`taken_back_at` text,
	`taken_back_by` text,
	`opened_at` text,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_documents_once` ON `case_documents` (`application_id`,`document_id`) WHERE taken_back_at is null;--> statement-breakpoint
CREATE INDEX `case_documents_document` ON `case_documents` (`document_id`);--> statement-breakpoint
CREATE TABLE `document_reminders` (
	`document_id` text NOT NULL,
	`days_before` integer NOT NULL,
	`reminded_at` text NOT NULL,
	PRIMARY KEY(`document_id`, `days_before`),
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `document_request_items` (
	`request_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	PRIMARY KEY(`request_id`, `position`),
	FOREIGN KEY (`request_id`) REFERENCES `document_requests`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "document_request_items_kind" CHECK("document_request_items"."kind" in ('business-licence', 'identity', 'articles', 'resolution', 'financial-statements', 'tax-returns', 'bank-statements', 'purchase-contracts', 'sales-contracts', 'invoices', 'collateral-papers', 'guarantor-papers', 'premises-proof', 'farmland-papers', 'intellectual-property-papers', 'permits', 'project-papers', 'credit-report-consent', 'tax-data-consent', 'other'))
);
--> statement-breakpoint
CREATE TABLE `document_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`state` text NOT NULL,
	`words` text NOT NULL,
	`asked_by` text NOT NULL,
	`owed_since` text NOT NULL,
	`owed_until` text,
	`due_on` text NOT NULL,
	`due_policy` text NOT NULL,
	`bank_days_left` integer,
	`answered_by` text,
	`answer` text,
	`ended_at` text,
	`ended_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "document_requests_state" CHECK("document_requests"."state" in ('open', 'answered', 'resumed', 'ended'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `document_requests_open` ON `document_requests` (`application_id`) WHERE state in ('open', 'answered');--> statement-breakpoint
CREATE INDEX `document_requests_case` ON `document_requests` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `document_requests_due` ON `document_requests` (`state`,`due_on`);--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`enterprise_id` text NOT NULL,
	`file_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`expires_on` text,
	`added_at` text NOT NULL,
	`added_by` text NOT NULL,
	`ended_at` text,
	`ended_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `stored_files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "documents_kind" CHECK("documents"."kind" in ('business-licence', 'identity', 'articles', 'resolution', 'financial-statements', 'tax-returns', 'bank-statements', 'purchase-contracts', 'sales-contracts', 'invoices', 'collateral-papers', 'guarantor-papers', 'premises-proof', 'farmland-papers', 'intellectual-property-papers', 'permits', 'project-papers', 'credit-report-consent', 'tax-data-consent', 'other'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `documents_once` ON `documents` (`enterprise_id`,`file_id`,`kind`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `documents_shelf` ON `documents` (`enterprise_id`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `documents_file` ON `documents` (`file_id`);--> statement-breakpoint
CREATE INDEX `documents_expiry` ON `documents` (`expires_on`);--> statement-breakpoint
CREATE INDEX `documents_added` ON `documents` (`added_by`,`added_at`);--> statement-breakpoint
CREATE TABLE `stored_files` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`bytes` integer NOT NULL,
	`type` text NOT NULL,
	`stored_at` text NOT NULL,
	CONSTRAINT "stored_files_type" CHECK("stored_files"."type" in ('pdf', 'jpeg', 'png', 'xlsx')),
	CONSTRAINT "stored_files_hash" CHECK(length("stored_files"."hash") = 64),
	CONSTRAINT "stored_files_bytes" CHECK("stored_files"."bytes" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stored_files_hash_unique` ON `stored_files` (`hash`);