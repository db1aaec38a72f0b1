CREATE TABLE `cost_sheets` (
	`offer_id` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL,
	`sha256` text NOT NULL,
	`bank_confirmed_at` text NOT NULL,
	`bank_confirmed_by` text,
	`bank_confirmer` text NOT NULL,
	`firm_confirmed_at` text,
	`firm_confirmed_by` text,
	`firm_confirmer` text,
	FOREIGN KEY (`offer_id`) REFERENCES `offers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `objections` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`application_id` text,
	`fact` text NOT NULL,
	`held` text,
	`claimed` text,
	`words` text NOT NULL,
	`document_id` text,
	`state` text NOT NULL,
	`due_on` text NOT NULL,
	`due_policies` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text,
	`decided_at` text,
	`decided_by` text,
	`answer` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "objections_fact" CHECK("objections"."fact" in ('grade', 'foundedOn', 'industry', 'region', 'court-case', 'credit-record', 'existing-debt', 'figures')),
	CONSTRAINT "objections_state" CHECK("objections"."state" in ('open', 'upheld', 'rejected', 'withdrawn'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `objections_number_unique` ON `objections` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `objections_open` ON `objections` (`enterprise_id`,`fact`) WHERE "objections"."state" = 'open';--> statement-breakpoint
CREATE INDEX `objections_firm` ON `objections` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE INDEX `objections_case` ON `objections` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `objections_due` ON `objections` (`state`,`due_on`);--> statement-breakpoint
CREATE TABLE `second_look_banks` (
	`second_look_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`state` text NOT NULL,
	`product_id` text,
	`words` text,
	`answered_at` text,
	`answered_by` text,
	PRIMARY KEY(`second_look_id`, `institution_id`),
	FOREIGN KEY (`second_look_id`) REFERENCES `second_looks`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "second_look_banks_state" CHECK("second_look_banks"."state" in ('asked', 'proposed', 'passed'))
);
--> statement-breakpoint
CREATE INDEX `second_look_banks_bank` ON `second_look_banks` (`institution_id`,`state`,`second_look_id`);--> statement-breakpoint
CREATE TABLE `second_looks` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`application_id` text NOT NULL,
	`need_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`state` text NOT NULL,
	`until` text NOT NULL,
	`opened_at` text NOT NULL,
	`opened_by` text,
	`ended_at` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "second_looks_state" CHECK("second_looks"."state" in ('open', 'withdrawn', 'expired', 'ended'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `second_looks_number_unique` ON `second_looks` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `second_looks_open` ON `second_looks` (`application_id`) WHERE "second_looks"."state" = 'open';--> statement-breakpoint
CREATE INDEX `second_looks_firm` ON `second_looks` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE INDEX `second_looks_need` ON `second_looks` (`need_id`,`state`);--> statement-breakpoint
CREATE INDEX `second_looks_end` ON `second_looks` (`state`,`until`);--> statement-breakpoint
ALTER TABLE `applications` ADD `decline_facts` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `decline_papers` text;--> statement-breakpoint
ALTER TABLE `offers` ADD `fees` text;--> statement-breakpoint
ALTER TABLE `offers` ADD `penalty_uplift_ppm` integer;--> statement-breakpoint
ALTER TABLE `offers` ADD `early_fee_ppm` integer;--> statement-breakpoint
ALTER TABLE `enterprises` ADD `disputed` text;
--> statement-breakpoint
CREATE TRIGGER cost_sheets_no_update BEFORE UPDATE OF offer_id, content, sha256, bank_confirmed_at, bank_confirmed_by, bank_confirmer ON cost_sheets BEGIN SELECT RAISE(ABORT, 'a cost sheet is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER cost_sheets_confirm_once BEFORE UPDATE ON cost_sheets WHEN OLD.firm_confirmed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a cost sheet is confirmed once'); END;
--> statement-breakpoint
CREATE TRIGGER cost_sheets_no_delete BEFORE DELETE ON cost_sheets BEGIN SELECT RAISE(ABORT, 'a cost sheet is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER cost_sheets_no_replace BEFORE INSERT ON cost_sheets WHEN EXISTS (SELECT 1 FROM cost_sheets WHERE offer_id = NEW.offer_id)
BEGIN SELECT RAISE(ABORT, 'a cost sheet is never replaced'); END;
