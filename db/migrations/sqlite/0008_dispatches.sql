CREATE TABLE `dispatches` (
	`id` text PRIMARY KEY NOT NULL,
	`need_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`reason` text NOT NULL,
	`why` text,
	`state` text NOT NULL,
	`sent_at` text NOT NULL,
	`sent_by` text,
	`due_on` text NOT NULL,
	`due_policies` text NOT NULL,
	`ended_at` text,
	`decline_reason` text,
	`decline_words` text,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "dispatches_reason" CHECK("dispatches"."reason" in ('main-bank', 'best-fit', 'by-hand')),
	CONSTRAINT "dispatches_state" CHECK("dispatches"."state" in ('waiting', 'taken', 'declined', 'timed-out', 'recalled')),
	CONSTRAINT "dispatches_decline_reason" CHECK("dispatches"."decline_reason" in ('outside-policy', 'credit-record', 'repayment-ability', 'collateral-insufficient', 'documents-missing', 'industry-restricted', 'existing-debt', 'purpose-unclear', 'rate-not-agreed', 'other'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dispatches_once` ON `dispatches` (`need_id`,`institution_id`,`sent_at`);--> statement-breakpoint
CREATE INDEX `dispatches_institution` ON `dispatches` (`institution_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `dispatches_need` ON `dispatches` (`need_id`,`sent_at`);--> statement-breakpoint
CREATE INDEX `dispatches_due` ON `dispatches` (`state`,`due_on`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_needs` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`months` integer NOT NULL,
	`purpose` text NOT NULL,
	`guarantee_modes` text NOT NULL,
	`highest_rate_ppm` integer,
	`wanted_by` text,
	`name_shown` text NOT NULL,
	`openness` text DEFAULT 'open' NOT NULL,
	`dispatch` text DEFAULT 'ended' NOT NULL,
	`held_for` text,
	`held_until` text,
	`story` text NOT NULL,
	`region` text NOT NULL,
	`industry` text NOT NULL,
	`size` text,
	`search` text NOT NULL,
	`published_at` text,
	`expires_on` text,
	`expiry_policy` text,
	`returned_for` text,
	`created_at` text NOT NULL,
	`created_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`held_for`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "needs_state" CHECK("__new_needs"."state" in ('draft', 'under-review', 'published', 'in-progress', 'financed', 'withdrawn', 'expired')),
	CONSTRAINT "needs_purpose" CHECK("__new_needs"."purpose" in ('raw-materials', 'wages', 'equipment', 'premises', 'technology', 'orders', 'renewal', 'farm-inputs', 'other')),
	CONSTRAINT "needs_name_shown" CHECK("__new_needs"."name_shown" in ('shown', 'anonymous-until-contact')),
	CONSTRAINT "needs_openness" CHECK("__new_needs"."openness" in ('open', 'exclusive')),
	CONSTRAINT "needs_dispatch_state" CHECK("__new_needs"."dispatch" in ('due', 'waiting', 'ended')),
	CONSTRAINT "needs_size" CHECK("__new_needs"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "needs_amount" CHECK("__new_needs"."amount_fen" > 0),
	CONSTRAINT "needs_months" CHECK("__new_needs"."months" > 0)
);
--> statement-breakpoint
INSERT INTO `__new_needs`("id", "number", "enterprise_id", "state", "amount_fen", "months", "purpose", "guarantee_modes", "highest_rate_ppm", "wanted_by", "name_shown", "story", "region", "industry", "size", "search", "published_at", "expires_on", "expiry_policy", "returned_for", "created_at", "created_by", "version") SELECT "id", "number", "enterprise_id", "state", "amount_fen", "months", "purpose", "guarantee_modes", "highest_rate_ppm", "wanted_by", "name_shown", "story", "region", "industry", "size", "search", "published_at", "expires_on", "expiry_policy", "returned_for", "created_at", "created_by", "version" FROM `needs`;--> statement-breakpoint
DROP TABLE `needs`;--> statement-breakpoint
ALTER TABLE `__new_needs` RENAME TO `needs`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `needs_number_unique` ON `needs` (`number`);--> statement-breakpoint
CREATE INDEX `needs_hall` ON `needs` (`state`,`published_at`,`id`,`region`,`industry`,`purpose`,`size`,`amount_fen`,`guarantee_modes`);--> statement-breakpoint
CREATE INDEX `needs_hall_region` ON `needs` (`state`,`region`,`published_at`,`id`);--> statement-breakpoint
CREATE INDEX `needs_hall_industry` ON `needs` (`state`,`industry`,`published_at`,`id`);--> statement-breakpoint
CREATE INDEX `needs_hall_amount` ON `needs` (`state`,`amount_fen`,`id`,`region`,`industry`,`purpose`,`size`,`guarantee_modes`);--> statement-breakpoint
CREATE INDEX `needs_dispatch` ON `needs` (`dispatch`,`published_at`);--> statement-breakpoint
CREATE INDEX `needs_enterprise` ON `needs` (`enterprise_id`,`created_at`);