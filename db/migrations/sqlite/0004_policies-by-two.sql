CREATE TABLE `policy_proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`base_version` integer NOT NULL,
	`effective_from` text,
	`effective_to` text,
	`value` text NOT NULL,
	`source` text NOT NULL,
	`certainty` text NOT NULL,
	`why` text NOT NULL,
	`state` text NOT NULL,
	`proposed_at` text NOT NULL,
	`proposed_by` text NOT NULL,
	`decided_at` text,
	`decided_by` text,
	`words` text,
	`version` integer,
	FOREIGN KEY (`proposed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "policy_proposals_certainty" CHECK("policy_proposals"."certainty" in ('stated', 'seen', 'placeholder')),
	CONSTRAINT "policy_proposals_state" CHECK("policy_proposals"."state" in ('open', 'approved', 'rejected', 'withdrawn'))
);
--> statement-breakpoint
CREATE INDEX `policy_proposals_state` ON `policy_proposals` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `policy_proposals_code` ON `policy_proposals` (`code`,`id`);--> statement-breakpoint
ALTER TABLE `applications` ADD `due_policies` text;--> statement-breakpoint
ALTER TABLE `loans` ADD `report_due_on` text;--> statement-breakpoint
ALTER TABLE `loans` ADD `report_due_policies` text;--> statement-breakpoint
ALTER TABLE `needs` ADD `expiry_policy` text;--> statement-breakpoint
ALTER TABLE `policies` ADD `proposal_id` text REFERENCES policy_proposals(id);--> statement-breakpoint
-- A version of a policy is only ever added. The insert guard stops INSERT OR REPLACE, which skips delete triggers.
CREATE TRIGGER policies_no_update BEFORE UPDATE ON policies BEGIN SELECT RAISE(ABORT, 'a version of a policy is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER policies_no_delete BEFORE DELETE ON policies BEGIN SELECT RAISE(ABORT, 'a version of a policy is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER policies_no_replace BEFORE INSERT ON policies
WHEN EXISTS (SELECT 1 FROM policies WHERE id = NEW.id OR (code = NEW.code AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'a version of a policy is never replaced'); END;
--> statement-breakpoint
-- A proposal is decided once.
CREATE TRIGGER policy_proposals_decided_once BEFORE UPDATE ON policy_proposals WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a proposal is decided once'); END;
--> statement-breakpoint
CREATE TRIGGER policy_proposals_no_delete BEFORE DELETE ON policy_proposals
BEGIN SELECT RAISE(ABORT, 'a proposal is never deleted'); END;
