ALTER TABLE `tax_checks` ADD `refusal` text;--> statement-breakpoint
ALTER TABLE `tax_checks` ADD `against_id` text;--> statement-breakpoint
ALTER TABLE `tax_checks` ADD `changes` text;