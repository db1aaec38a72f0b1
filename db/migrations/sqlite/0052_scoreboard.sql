CREATE TABLE `scoreboard_editions` (
	`id` text PRIMARY KEY NOT NULL,
	`region` text NOT NULL,
	`quarter` text NOT NULL,
	`edition` integer NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`content` text NOT NULL,
	`facts` text NOT NULL,
	`names` text NOT NULL,
	`rule` text NOT NULL,
	`rule_version` text NOT NULL,
	`proposed_at` text NOT NULL,
	`proposed_by` text NOT NULL,
	`decided_at` text,
	`decided_by` text,
	`why` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`proposed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "scoreboard_editions_state" CHECK("scoreboard_editions"."state" in ('proposed', 'published', 'rejected')),
	CONSTRAINT "scoreboard_editions_decided" CHECK(("scoreboard_editions"."state" = 'proposed') = ("scoreboard_editions"."decided_at" is null)),
	CONSTRAINT "scoreboard_editions_two" CHECK("scoreboard_editions"."decided_by" <> "scoreboard_editions"."proposed_by" or "scoreboard_editions"."state" = 'rejected')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `scoreboard_editions_open` ON `scoreboard_editions` (`region`,`quarter`) WHERE state = 'proposed';--> statement-breakpoint
CREATE UNIQUE INDEX `scoreboard_editions_once` ON `scoreboard_editions` (`region`,`quarter`,`edition`) WHERE state = 'published';--> statement-breakpoint
CREATE INDEX `scoreboard_editions_state_of` ON `scoreboard_editions` (`state`,`quarter`,`edition`);
--> statement-breakpoint
-- What was proposed stays as it was, and what was decided stays decided: the same digits ever after.
CREATE TRIGGER scoreboard_editions_no_update BEFORE UPDATE OF id, region, quarter, edition, reason, content, facts, names, rule, rule_version, proposed_at, proposed_by ON scoreboard_editions BEGIN SELECT RAISE(ABORT, 'scoreboard_editions is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER scoreboard_editions_decided_once BEFORE UPDATE ON scoreboard_editions WHEN OLD.decided_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'scoreboard_editions is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER scoreboard_editions_no_delete BEFORE DELETE ON scoreboard_editions BEGIN SELECT RAISE(ABORT, 'scoreboard_editions is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER scoreboard_editions_no_replace BEFORE INSERT ON scoreboard_editions WHEN EXISTS (SELECT 1 FROM scoreboard_editions WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM scoreboard_editions WHERE state = 'published' AND NEW.state = 'published' AND region = NEW.region AND quarter = NEW.quarter AND edition = NEW.edition) BEGIN SELECT RAISE(ABORT, 'scoreboard_editions is never replaced'); END;
