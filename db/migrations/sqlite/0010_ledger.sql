CREATE TABLE `ledger_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`book_id` text NOT NULL,
	`code` text NOT NULL,
	`side` text NOT NULL,
	`floor_fen` integer,
	`debit_fen` integer NOT NULL,
	`credit_fen` integer NOT NULL,
	`balance_fen` integer NOT NULL,
	`postings` integer NOT NULL,
	`opened_at` text NOT NULL,
	FOREIGN KEY (`book_id`) REFERENCES `ledger_books`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ledger_accounts_side" CHECK("ledger_accounts"."side" in ('debit', 'credit')),
	CONSTRAINT "ledger_accounts_sums" CHECK("ledger_accounts"."debit_fen" between 0 and 9007199254740991 and "ledger_accounts"."credit_fen" between 0 and 9007199254740991),
	CONSTRAINT "ledger_accounts_floor" CHECK("ledger_accounts"."floor_fen" is null or "ledger_accounts"."balance_fen" >= "ledger_accounts"."floor_fen"),
	CONSTRAINT "ledger_accounts_balance" CHECK("ledger_accounts"."balance_fen" = case when "ledger_accounts"."side" = 'debit' then "ledger_accounts"."debit_fen" - "ledger_accounts"."credit_fen" else "ledger_accounts"."credit_fen" - "ledger_accounts"."debit_fen" end)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_accounts_book_code` ON `ledger_accounts` (`book_id`,`code`);--> statement-breakpoint
CREATE TABLE `ledger_books` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`institution_id` text,
	`region` text NOT NULL,
	`opened_at` text NOT NULL,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ledger_books_kind" CHECK("ledger_books"."kind" in ('bridge-pool', 'compensation-pool', 'party'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_books_code_unique` ON `ledger_books` (`code`);--> statement-breakpoint
CREATE TABLE `ledger_checkpoints` (
	`seq` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`written_at` text NOT NULL,
	`person_id` text,
	`actor` text NOT NULL,
	`public_key` text NOT NULL,
	`signature` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ledger_entries` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`booked_on` text NOT NULL,
	`posted_at` text NOT NULL,
	`kind` text NOT NULL,
	`memo` text NOT NULL,
	`why` text,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`person_id` text,
	`actor` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`reverses_seq` integer,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_entries_id_unique` ON `ledger_entries` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_entries_idempotency_key_unique` ON `ledger_entries` (`idempotency_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_entries_reverses_seq_unique` ON `ledger_entries` (`reverses_seq`);--> statement-breakpoint
CREATE INDEX `ledger_entries_subject` ON `ledger_entries` (`subject_kind`,`subject_id`,`seq`);--> statement-breakpoint
CREATE TABLE `ledger_postings` (
	`entry_seq` integer NOT NULL,
	`line` integer NOT NULL,
	`account_id` text NOT NULL,
	`booked_on` text NOT NULL,
	`amount_fen` integer NOT NULL,
	PRIMARY KEY(`entry_seq`, `line`),
	FOREIGN KEY (`entry_seq`) REFERENCES `ledger_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `ledger_accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ledger_postings_amount" CHECK("ledger_postings"."amount_fen" <> 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_postings_account` ON `ledger_postings` (`account_id`,`booked_on`,`entry_seq`);--> statement-breakpoint
CREATE TABLE `ledger_reservations` (
	`id` text PRIMARY KEY NOT NULL,
	`book_id` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`expires_on` text NOT NULL,
	`state` text NOT NULL,
	`opened_seq` integer NOT NULL,
	`closed_seq` integer,
	FOREIGN KEY (`book_id`) REFERENCES `ledger_books`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_seq`) REFERENCES `ledger_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_seq`) REFERENCES `ledger_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ledger_reservations_state" CHECK("ledger_reservations"."state" in ('open', 'used', 'void', 'expired')),
	CONSTRAINT "ledger_reservations_amount" CHECK("ledger_reservations"."amount_fen" > 0),
	CONSTRAINT "ledger_reservations_closed" CHECK(("ledger_reservations"."state" = 'open') = ("ledger_reservations"."closed_seq" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_reservations_opened_seq_unique` ON `ledger_reservations` (`opened_seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_reservations_closed_seq_unique` ON `ledger_reservations` (`closed_seq`);--> statement-breakpoint
CREATE INDEX `ledger_reservations_due` ON `ledger_reservations` (`state`,`expires_on`);--> statement-breakpoint
CREATE INDEX `ledger_reservations_book` ON `ledger_reservations` (`book_id`,`state`,`expires_on`);--> statement-breakpoint
CREATE INDEX `ledger_reservations_subject` ON `ledger_reservations` (`subject_kind`,`subject_id`);