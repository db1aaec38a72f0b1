CREATE TABLE `exposure_open_day` (
	`open_on` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_exposure_days` (
	`party` text NOT NULL,
	`place` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`balance_fen` integer NOT NULL,
	`share_fen` integer NOT NULL,
	`loans` integer NOT NULL,
	`recorded_on` text NOT NULL,
	PRIMARY KEY(`party`, `place`, `recorded_on`, `dimension`, `key`)
);
--> statement-breakpoint
INSERT INTO `__new_exposure_days`("party", "place", "dimension", "key", "balance_fen", "share_fen", "loans", "recorded_on") SELECT "party", "place", "dimension", "key", "balance_fen", "share_fen", "loans", "recorded_on" FROM `exposure_days`;--> statement-breakpoint
DROP TABLE `exposure_days`;--> statement-breakpoint
ALTER TABLE `__new_exposure_days` RENAME TO `exposure_days`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_exposure_figures` (
	`party` text NOT NULL,
	`place` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`balance_fen` integer NOT NULL,
	`share_fen` integer NOT NULL,
	`loans` integer NOT NULL,
	`opening_balance_fen` integer DEFAULT 0 NOT NULL,
	`opening_share_fen` integer DEFAULT 0 NOT NULL,
	`opening_loans` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`party`, `place`, `dimension`, `key`)
);
--> statement-breakpoint
INSERT INTO `__new_exposure_figures`("party", "place", "dimension", "key", "balance_fen", "share_fen", "loans", "opening_balance_fen", "opening_share_fen", "opening_loans") SELECT "party", "place", "dimension", "key", "balance_fen", "share_fen", "loans", "balance_fen", "share_fen", "loans" FROM `exposure_figures`;--> statement-breakpoint
DROP TABLE `exposure_figures`;--> statement-breakpoint
ALTER TABLE `__new_exposure_figures` RENAME TO `exposure_figures`;