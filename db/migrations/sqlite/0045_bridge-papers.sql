CREATE TABLE `bridge_papers` (
	`id` text PRIMARY KEY NOT NULL,
	`bridge_id` text NOT NULL,
	`file_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`added_at` text NOT NULL,
	`added_by` text NOT NULL,
	`ended_at` text,
	`ended_by` text,
	FOREIGN KEY (`bridge_id`) REFERENCES `bridges`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `stored_files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bridge_papers_kind" CHECK("bridge_papers"."kind" in ('due-contract', 'business-licence', 'identity', 'resolution', 'financial-statements', 'credit-report', 'premises-proof', 'statement-of-truth', 'other'))
);
--> statement-breakpoint
CREATE INDEX `bridge_papers_bridge` ON `bridge_papers` (`bridge_id`,`id`);--> statement-breakpoint
CREATE INDEX `bridge_papers_file` ON `bridge_papers` (`file_id`);--> statement-breakpoint
CREATE INDEX `bridge_papers_added` ON `bridge_papers` (`added_by`,`added_at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_people` (
	`id` text PRIMARY KEY NOT NULL,
	`sign_in_name` text NOT NULL,
	`name` text NOT NULL,
	`phone` text,
	`role` text NOT NULL,
	`enterprise_id` text,
	`institution_id` text,
	`region` text,
	`state` text NOT NULL,
	`language` text NOT NULL,
	`password_hash` text,
	`password_set_at` text,
	`totp_secret` text,
	`totp_confirmed_at` text,
	`totp_step` integer NOT NULL,
	`failures` integer NOT NULL,
	`locked_until` text,
	`last_signed_in_at` text,
	`demo` integer NOT NULL,
	`created_at` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "people_role" CHECK("__new_people"."role" in ('enterprise-owner', 'enterprise-clerk', 'bank-officer', 'bank-manager', 'guarantor-officer', 'guarantor-manager', 'reguarantor', 'treasury', 'pool-operator', 'pool-checker', 'pool-cashier', 'bureau-analyst', 'bureau-head', 'township-officer', 'industry-officer', 'administrator', 'security-administrator', 'auditor')),
	CONSTRAINT "people_state" CHECK("__new_people"."state" in ('invited', 'active', 'disabled')),
	CONSTRAINT "people_language" CHECK("__new_people"."language" in ('zh', 'en')),
	CONSTRAINT "people_failures" CHECK("__new_people"."failures" >= 0)
);
--> statement-breakpoint
INSERT INTO `__new_people`("id", "sign_in_name", "name", "phone", "role", "enterprise_id", "institution_id", "region", "state", "language", "password_hash", "password_set_at", "totp_secret", "totp_confirmed_at", "totp_step", "failures", "locked_until", "last_signed_in_at", "demo", "created_at", "version") SELECT "id", "sign_in_name", "name", "phone", "role", "enterprise_id", "institution_id", "region", "state", "language", "password_hash", "password_set_at", "totp_secret", "totp_confirmed_at", "totp_step", "failures", "locked_until", "last_signed_in_at", "demo", "created_at", "version" FROM `people`;--> statement-breakpoint
DROP TABLE `people`;--> statement-breakpoint
ALTER TABLE `__new_people` RENAME TO `people`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `people_sign_in_name_unique` ON `people` (`sign_in_name`);--> statement-breakpoint
CREATE INDEX `people_enterprise` ON `people` (`enterprise_id`);--> statement-breakpoint
CREATE INDEX `people_institution` ON `people` (`institution_id`);--> statement-breakpoint
CREATE INDEX `guarantee_changes_figures` ON `guarantee_changes` (`guarantee_id`,`happened_on`,`kind`,`delta_fen`);--> statement-breakpoint
CREATE INDEX `guarantees_figures` ON `guarantees` (`guarantor_id`,`id`,`kind`,`amount_fen`,`arrangement`,`arrangement_version`,`filed_on`);