CREATE TABLE `cockpit_days` (
	`id` text PRIMARY KEY NOT NULL,
	`region` text NOT NULL,
	`day` text NOT NULL,
	`entry` integer NOT NULL,
	`told` text NOT NULL,
	`figures` text NOT NULL,
	`kept_at` text NOT NULL,
	CONSTRAINT "cockpit_days_told" CHECK("cockpit_days"."told" in ('closing', 'rows', 'correction')),
	CONSTRAINT "cockpit_days_entry" CHECK("cockpit_days"."entry" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cockpit_days_of` ON `cockpit_days` (`region`,`day`,`entry`);--> statement-breakpoint
CREATE TABLE `need_blocks` (
	`need_id` text NOT NULL,
	`rule` text NOT NULL,
	`kind` text NOT NULL,
	`region` text NOT NULL,
	PRIMARY KEY(`need_id`, `rule`),
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "need_blocks_rule" CHECK("need_blocks"."rule" in ('amount', 'months', 'guarantee', 'rate', 'region', 'industry', 'size', 'grade', 'operating', 'scheme-grade', 'scheme-assess-year', 'scheme-size', 'scheme-operating-months', 'scheme-tax-years', 'scheme-minimum-tax', 'scheme-industry', 'scheme-arrears', 'scheme-abnormal', 'scheme-dishonest', 'scheme-total-cap', 'scheme-limit', 'scheme-rate')),
	CONSTRAINT "need_blocks_kind" CHECK("need_blocks"."kind" in ('refused', 'unknown'))
);
--> statement-breakpoint
CREATE INDEX `need_blocks_rule_of` ON `need_blocks` (`rule`,`region`,`need_id`);