CREATE TABLE `tax_checks` (
	`id` text PRIMARY KEY NOT NULL,
	`enterprise_id` text NOT NULL,
	`application_id` text,
	`occasion` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text,
	`facts` text NOT NULL,
	`checked` text NOT NULL,
	`lpr_version` text NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tax_checks_occasion" CHECK("tax_checks"."occasion" in ('self', 'opened', 'offered', 'approved'))
);
--> statement-breakpoint
CREATE INDEX `tax_checks_enterprise` ON `tax_checks` (`enterprise_id`,`occasion`,`id`);--> statement-breakpoint
CREATE INDEX `tax_checks_application` ON `tax_checks` (`application_id`,`id`);