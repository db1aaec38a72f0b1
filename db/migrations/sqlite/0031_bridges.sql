CREATE TABLE `bridge_fundings` (
	`id` text PRIMARY KEY NOT NULL,
	`pool_id` text NOT NULL,
	`kind` text NOT NULL,
	`funder` text NOT NULL,
	`agreement` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`agreed_on` text NOT NULL,
	`planned_on` text NOT NULL,
	`state` text NOT NULL,
	`maker_id` text NOT NULL,
	`made_at` text NOT NULL,
	`booked_on` text,
	`booked_by` text,
	`entry_seq` integer,
	`why` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`pool_id`) REFERENCES `bridge_pools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`maker_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`booked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`entry_seq`) REFERENCES `ledger_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bridge_fundings_kind" CHECK("bridge_fundings"."kind" in ('contribution', 'withdrawal')),
	CONSTRAINT "bridge_fundings_state" CHECK("bridge_fundings"."state" in ('agreed', 'booked', 'dropped')),
	CONSTRAINT "bridge_fundings_amount" CHECK("bridge_fundings"."amount_fen" > 0),
	CONSTRAINT "bridge_fundings_booked" CHECK(("bridge_fundings"."state" = 'booked') = ("bridge_fundings"."entry_seq" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bridge_fundings_entry_seq_unique` ON `bridge_fundings` (`entry_seq`);--> statement-breakpoint
CREATE INDEX `bridge_fundings_pool` ON `bridge_fundings` (`pool_id`,`planned_on`,`id`);--> statement-breakpoint
CREATE INDEX `bridge_fundings_state` ON `bridge_fundings` (`pool_id`,`state`,`planned_on`);--> statement-breakpoint
CREATE TABLE `bridge_pools` (
	`id` text PRIMARY KEY NOT NULL,
	`book_id` text NOT NULL,
	`policy_code` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`opened_at` text NOT NULL,
	FOREIGN KEY (`book_id`) REFERENCES `ledger_books`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bridge_pools_book_id_unique` ON `bridge_pools` (`book_id`);--> statement-breakpoint
CREATE INDEX `bridge_pools_institution` ON `bridge_pools` (`institution_id`);--> statement-breakpoint
CREATE TABLE `bridge_returns` (
	`id` text PRIMARY KEY NOT NULL,
	`bridge_id` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`returned_on` text NOT NULL,
	`days` integer NOT NULL,
	`overdue_days` integer NOT NULL,
	`fee_fen` integer NOT NULL,
	`saving_fen` integer NOT NULL,
	`entry_seq` integer NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` text,
	`undone_at` text,
	FOREIGN KEY (`bridge_id`) REFERENCES `bridges`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`entry_seq`) REFERENCES `ledger_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bridge_returns_amount" CHECK("bridge_returns"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bridge_returns_entry_seq_unique` ON `bridge_returns` (`entry_seq`);--> statement-breakpoint
CREATE INDEX `bridge_returns_bridge` ON `bridge_returns` (`bridge_id`,`id`);--> statement-breakpoint
CREATE TABLE `bridges` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`pool_id` text NOT NULL,
	`origin` text NOT NULL,
	`loan_id` text,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`region` text NOT NULL,
	`borrower` text NOT NULL,
	`state` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`principal_due_fen` integer NOT NULL,
	`matures_on` text NOT NULL,
	`old_contract` text NOT NULL,
	`why_not` text NOT NULL,
	`pay_on` text NOT NULL,
	`back_on` text NOT NULL,
	`policy_version` text NOT NULL,
	`rule_version` text NOT NULL,
	`applied_at` text NOT NULL,
	`applied_on` text NOT NULL,
	`applied_by` text,
	`tax_last_year_fen` integer,
	`maker_id` text,
	`facts` text,
	`checks` text,
	`operator_word` text,
	`operator_said` text,
	`bureau_word` text,
	`bureau_said` text,
	`bureau_by` text,
	`own_money_fen` integer,
	`own_money_on` text,
	`checker_id` text,
	`third_id` text,
	`reservation_id` text,
	`reserved_until` text,
	`cashier_id` text,
	`paid_out_on` text,
	`payout_seq` integer,
	`last_on` text,
	`settled_on` text,
	`new_loan_on` text,
	`new_loan_fen` integer,
	`new_contract` text,
	`repaid_fen` integer NOT NULL,
	`repaid_on` text,
	`fee_fen` integer NOT NULL,
	`saving_fen` integer NOT NULL,
	`fee_paid_on` text,
	`days_out` integer,
	`overdue_since` text,
	`court_on` text,
	`why` text,
	`ended_on` text,
	`warned_for` text,
	`due_on` text,
	`due_policies` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`pool_id`) REFERENCES `bridge_pools`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`applied_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`maker_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`bureau_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`checker_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`third_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reservation_id`) REFERENCES `ledger_reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cashier_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payout_seq`) REFERENCES `ledger_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bridges_origin" CHECK("bridges"."origin" in ('platform', 'taken-over')),
	CONSTRAINT "bridges_borrower" CHECK("bridges"."borrower" in ('firm', 'owner', 'household')),
	CONSTRAINT "bridges_state" CHECK("bridges"."state" in ('applied', 'returned', 'checking', 'promise', 'own-money', 'approval', 'third-approval', 'queued', 'reserved', 'paid', 'settled', 'renewed', 'repaid', 'closed', 'refused', 'withdrawn', 'lapsed')),
	CONSTRAINT "bridges_operator_word" CHECK("bridges"."operator_word" in ('yes', 'no')),
	CONSTRAINT "bridges_bureau_word" CHECK("bridges"."bureau_word" in ('yes', 'no')),
	CONSTRAINT "bridges_amount" CHECK("bridges"."amount_fen" > 0),
	CONSTRAINT "bridges_repaid" CHECK("bridges"."repaid_fen" between 0 and "bridges"."amount_fen"),
	CONSTRAINT "bridges_loan" CHECK("bridges"."origin" = 'taken-over' or "bridges"."loan_id" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bridges_number_unique` ON `bridges` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `bridges_loan_open` ON `bridges` (`loan_id`) WHERE state not in ('closed', 'refused', 'withdrawn', 'lapsed');--> statement-breakpoint
CREATE INDEX `bridges_pool_state` ON `bridges` (`pool_id`,`state`,`applied_on`,`id`);--> statement-breakpoint
CREATE INDEX `bridges_pool` ON `bridges` (`pool_id`,`id`);--> statement-breakpoint
CREATE INDEX `bridges_enterprise` ON `bridges` (`enterprise_id`,`paid_out_on`);--> statement-breakpoint
CREATE INDEX `bridges_institution` ON `bridges` (`institution_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `bridges_reserved` ON `bridges` (`state`,`reserved_until`);--> statement-breakpoint
CREATE INDEX `bridges_last` ON `bridges` (`state`,`last_on`);--> statement-breakpoint
CREATE TABLE `promises` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`bridge_id` text NOT NULL,
	`loan_id` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`institution_id` text NOT NULL,
	`state` text NOT NULL,
	`asked_at` text NOT NULL,
	`least_fen` integer NOT NULL,
	`amount_fen` integer,
	`valid_until` text,
	`new_loan_by` text,
	`letter_number` text,
	`signer` text,
	`account_name` text,
	`account_number` text,
	`signed_at` text,
	`signed_by` text,
	`sha256` text,
	`used_at` text,
	`why` text,
	`due_on` text,
	`due_policies` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`bridge_id`) REFERENCES `bridges`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`loan_id`) REFERENCES `loans`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`signed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "promises_state" CHECK("promises"."state" in ('asked', 'signed', 'refused', 'used', 'lapsed', 'void')),
	CONSTRAINT "promises_signed" CHECK("promises"."state" not in ('signed', 'used') or "promises"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `promises_number_unique` ON `promises` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `promises_bridge_id_unique` ON `promises` (`bridge_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `promises_letter` ON `promises` (`institution_id`,`letter_number`);--> statement-breakpoint
CREATE INDEX `promises_institution` ON `promises` (`institution_id`,`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `promises_valid` ON `promises` (`state`,`valid_until`);--> statement-breakpoint
CREATE INDEX `promises_loan` ON `promises` (`loan_id`);