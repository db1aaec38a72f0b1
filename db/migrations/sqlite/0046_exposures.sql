CREATE TABLE `exposure_days` (
	`party` text NOT NULL,
	`place` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`balance_fen` integer NOT NULL,
	`share_fen` integer NOT NULL,
	`loans` integer NOT NULL,
	`recorded_on` text NOT NULL,
	PRIMARY KEY(`party`, `place`, `recorded_on`, `dimension`, `key`),
	CONSTRAINT "exposure_days_dimension" CHECK("exposure_days"."dimension" in ('role', 'party', 'bank', 'guarantor', 'district', 'industry', 'size', 'scheme', 'vintage'))
);
--> statement-breakpoint
CREATE TABLE `exposure_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`exposure_id` text NOT NULL,
	`recorded_on` text NOT NULL,
	`balance_fen` integer NOT NULL,
	`loans` integer NOT NULL,
	`bearings` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`exposure_id`) REFERENCES `exposures`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `exposure_entries_exposure` ON `exposure_entries` (`exposure_id`,`recorded_on`);--> statement-breakpoint
CREATE INDEX `exposure_entries_day` ON `exposure_entries` (`recorded_on`,`exposure_id`);--> statement-breakpoint
CREATE TABLE `exposure_figures` (
	`party` text NOT NULL,
	`place` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`balance_fen` integer NOT NULL,
	`share_fen` integer NOT NULL,
	`loans` integer NOT NULL,
	PRIMARY KEY(`party`, `place`, `dimension`, `key`),
	CONSTRAINT "exposure_figures_dimension" CHECK("exposure_figures"."dimension" in ('role', 'party', 'bank', 'guarantor', 'district', 'industry', 'size', 'scheme', 'vintage'))
);
--> statement-breakpoint
CREATE TABLE `exposure_firms` (
	`place` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`balance_fen` integer NOT NULL,
	PRIMARY KEY(`place`, `enterprise_id`),
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `exposure_firms_balance` ON `exposure_firms` (`place`,`balance_fen`);--> statement-breakpoint
CREATE TABLE `exposure_parties` (
	`party` text NOT NULL,
	`exposure_id` text NOT NULL,
	PRIMARY KEY(`party`, `exposure_id`),
	FOREIGN KEY (`exposure_id`) REFERENCES `exposures`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `exposure_squares` (
	`place` text PRIMARY KEY NOT NULL,
	`squares` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `exposures` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`loan_id` text,
	`enterprise_id` text NOT NULL,
	`bank_id` text NOT NULL,
	`guarantor_id` text,
	`district` text NOT NULL,
	`industry` text NOT NULL,
	`size` text,
	`scheme` text NOT NULL,
	`vintage` text NOT NULL,
	`balance_fen` integer NOT NULL,
	`loans` integer NOT NULL,
	`bearings` text NOT NULL,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`bank_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`guarantor_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "exposures_kind" CHECK("exposures"."kind" in ('guarantee', 'cover', 'bridge')),
	CONSTRAINT "exposures_size" CHECK("exposures"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "exposures_sums" CHECK("exposures"."balance_fen" >= 0 and "exposures"."loans" between 0 and 1)
);
--> statement-breakpoint
CREATE INDEX `exposures_district` ON `exposures` (`district`,`id`);--> statement-breakpoint
CREATE INDEX `exposures_bank` ON `exposures` (`bank_id`,`id`);--> statement-breakpoint
CREATE INDEX `exposures_enterprise` ON `exposures` (`enterprise_id`);--> statement-breakpoint
CREATE INDEX `exposures_loan` ON `exposures` (`loan_id`);