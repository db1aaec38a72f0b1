ALTER TABLE `offers` ADD `decision_due_on` text;--> statement-breakpoint
ALTER TABLE `offers` ADD `decision_due_policies` text;