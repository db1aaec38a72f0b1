CREATE TABLE "bridge_fundings" (
	"id" text PRIMARY KEY NOT NULL,
	"pool_id" text NOT NULL,
	"kind" text NOT NULL,
	"funder" text NOT NULL,
	"agreement" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"agreed_on" date NOT NULL,
	"planned_on" date NOT NULL,
	"state" text NOT NULL,
	"maker_id" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"booked_on" date,
	"booked_by" text,
	"entry_seq" bigint,
	"why" text,
	"version" bigint NOT NULL,
	CONSTRAINT "bridge_fundings_entry_seq_unique" UNIQUE("entry_seq"),
	CONSTRAINT "bridge_fundings_kind" CHECK ("bridge_fundings"."kind" in ('contribution', 'withdrawal')),
	CONSTRAINT "bridge_fundings_state" CHECK ("bridge_fundings"."state" in ('agreed', 'booked', 'dropped')),
	CONSTRAINT "bridge_fundings_amount" CHECK ("bridge_fundings"."amount_fen" > 0),
	CONSTRAINT "bridge_fundings_booked" CHECK (("bridge_fundings"."state" = 'booked') = ("bridge_fundings"."entry_seq" is not null))
);
--> statement-breakpoint
CREATE TABLE "bridge_pools" (
	"id" text PRIMARY KEY NOT NULL,
	"book_id" text NOT NULL,
	"policy_code" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "bridge_pools_book_id_unique" UNIQUE("book_id")
);
--> statement-breakpoint
CREATE TABLE "bridge_returns" (
	"id" text PRIMARY KEY NOT NULL,
	"bridge_id" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"returned_on" date NOT NULL,
	"days" bigint NOT NULL,
	"overdue_days" bigint NOT NULL,
	"fee_fen" bigint NOT NULL,
	"saving_fen" bigint NOT NULL,
	"entry_seq" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"recorded_by" text,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "bridge_returns_entry_seq_unique" UNIQUE("entry_seq"),
	CONSTRAINT "bridge_returns_amount" CHECK ("bridge_returns"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "bridges" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"pool_id" text NOT NULL,
	"origin" text NOT NULL,
	"loan_id" text,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"region" text NOT NULL,
	"borrower" text NOT NULL,
	"state" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"principal_due_fen" bigint NOT NULL,
	"matures_on" date NOT NULL,
	"old_contract" text NOT NULL,
	"why_not" text NOT NULL,
	"pay_on" date NOT NULL,
	"back_on" date NOT NULL,
	"policy_version" text NOT NULL,
	"rule_version" text NOT NULL,
	"applied_at" timestamp (3) with time zone NOT NULL,
	"applied_on" date NOT NULL,
	"applied_by" text,
	"tax_last_year_fen" bigint,
	"maker_id" text,
	"facts" json,
	"checks" json,
	"operator_word" text,
	"operator_said" text,
	"bureau_word" text,
	"bureau_said" text,
	"bureau_by" text,
	"own_money_fen" bigint,
	"own_money_on" date,
	"checker_id" text,
	"third_id" text,
	"reservation_id" text,
	"reserved_until" date,
	"cashier_id" text,
	"paid_out_on" date,
	"payout_seq" bigint,
	"last_on" date,
	"settled_on" date,
	"new_loan_on" date,
	"new_loan_fen" bigint,
	"new_contract" text,
	"repaid_fen" bigint NOT NULL,
	"repaid_on" date,
	"fee_fen" bigint NOT NULL,
	"saving_fen" bigint NOT NULL,
	"fee_paid_on" date,
	"days_out" bigint,
	"overdue_since" date,
	"court_on" date,
	"why" text,
	"ended_on" date,
	"warned_for" text,
	"due_on" date,
	"due_policies" text,
	"version" bigint NOT NULL,
	CONSTRAINT "bridges_number_unique" UNIQUE("number"),
	CONSTRAINT "bridges_origin" CHECK ("bridges"."origin" in ('platform', 'taken-over')),
	CONSTRAINT "bridges_borrower" CHECK ("bridges"."borrower" in ('firm', 'owner', 'household')),
	CONSTRAINT "bridges_state" CHECK ("bridges"."state" in ('applied', 'returned', 'checking', 'promise', 'own-money', 'approval', 'third-approval', 'queued', 'reserved', 'paid', 'settled', 'renewed', 'repaid', 'closed', 'refused', 'withdrawn', 'lapsed')),
	CONSTRAINT "bridges_operator_word" CHECK ("bridges"."operator_word" in ('yes', 'no')),
	CONSTRAINT "bridges_bureau_word" CHECK ("bridges"."bureau_word" in ('yes', 'no')),
	CONSTRAINT "bridges_amount" CHECK ("bridges"."amount_fen" > 0),
	CONSTRAINT "bridges_repaid" CHECK ("bridges"."repaid_fen" between 0 and "bridges"."amount_fen"),
	CONSTRAINT "bridges_loan" CHECK ("bridges"."origin" = 'taken-over' or "bridges"."loan_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "promises" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"bridge_id" text NOT NULL,
	"loan_id" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"institution_id" text NOT NULL,
	"state" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"least_fen" bigint NOT NULL,
	"amount_fen" bigint,
	"valid_until" date,
	"new_loan_by" date,
	"letter_number" text,
	"signer" text,
	"account_name" text,
	"account_number" text,
	"signed_at" timestamp (3) with time zone,
	"signed_by" text,
	"sha256" text,
	"used_at" timestamp (3) with time zone,
	"why" text,
	"due_on" date,
	"due_policies" text,
	"version" bigint NOT NULL,
	CONSTRAINT "promises_number_unique" UNIQUE("number"),
	CONSTRAINT "promises_bridge_id_unique" UNIQUE("bridge_id"),
	CONSTRAINT "promises_state" CHECK ("promises"."state" in ('asked', 'signed', 'refused', 'used', 'lapsed', 'void')),
	CONSTRAINT "promises_signed" CHECK ("promises"."state" not in ('signed', 'used') or "promises"."amount_fen" > 0)
);
--> statement-breakpoint
ALTER TABLE "bridge_fundings" ADD CONSTRAINT "bridge_fundings_pool_id_bridge_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."bridge_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_fundings" ADD CONSTRAINT "bridge_fundings_maker_id_people_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_fundings" ADD CONSTRAINT "bridge_fundings_booked_by_people_id_fk" FOREIGN KEY ("booked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_fundings" ADD CONSTRAINT "bridge_fundings_entry_seq_ledger_entries_seq_fk" FOREIGN KEY ("entry_seq") REFERENCES "public"."ledger_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_pools" ADD CONSTRAINT "bridge_pools_book_id_ledger_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."ledger_books"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_pools" ADD CONSTRAINT "bridge_pools_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_returns" ADD CONSTRAINT "bridge_returns_bridge_id_bridges_id_fk" FOREIGN KEY ("bridge_id") REFERENCES "public"."bridges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_returns" ADD CONSTRAINT "bridge_returns_entry_seq_ledger_entries_seq_fk" FOREIGN KEY ("entry_seq") REFERENCES "public"."ledger_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_returns" ADD CONSTRAINT "bridge_returns_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_pool_id_bridge_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."bridge_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_applied_by_people_id_fk" FOREIGN KEY ("applied_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_maker_id_people_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_bureau_by_people_id_fk" FOREIGN KEY ("bureau_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_checker_id_people_id_fk" FOREIGN KEY ("checker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_third_id_people_id_fk" FOREIGN KEY ("third_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_reservation_id_ledger_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "public"."ledger_reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_cashier_id_people_id_fk" FOREIGN KEY ("cashier_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_payout_seq_ledger_entries_seq_fk" FOREIGN KEY ("payout_seq") REFERENCES "public"."ledger_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_bridge_id_bridges_id_fk" FOREIGN KEY ("bridge_id") REFERENCES "public"."bridges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_signed_by_people_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bridge_fundings_pool" ON "bridge_fundings" USING btree ("pool_id","planned_on","id");--> statement-breakpoint
CREATE INDEX "bridge_fundings_state" ON "bridge_fundings" USING btree ("pool_id","state","planned_on");--> statement-breakpoint
CREATE INDEX "bridge_pools_institution" ON "bridge_pools" USING btree ("institution_id");--> statement-breakpoint
CREATE INDEX "bridge_returns_bridge" ON "bridge_returns" USING btree ("bridge_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "bridges_loan_open" ON "bridges" USING btree ("loan_id") WHERE state not in ('closed', 'refused', 'withdrawn', 'lapsed');--> statement-breakpoint
CREATE INDEX "bridges_pool_state" ON "bridges" USING btree ("pool_id","state","applied_on","id");--> statement-breakpoint
CREATE INDEX "bridges_pool" ON "bridges" USING btree ("pool_id","id");--> statement-breakpoint
CREATE INDEX "bridges_enterprise" ON "bridges" USING btree ("enterprise_id","paid_out_on");--> statement-breakpoint
CREATE INDEX "bridges_institution" ON "bridges" USING btree ("institution_id","state","id");--> statement-breakpoint
CREATE INDEX "bridges_reserved" ON "bridges" USING btree ("state","reserved_until");--> statement-breakpoint
CREATE INDEX "bridges_last" ON "bridges" USING btree ("state","last_on");--> statement-breakpoint
CREATE UNIQUE INDEX "promises_letter" ON "promises" USING btree ("institution_id","letter_number");--> statement-breakpoint
CREATE INDEX "promises_institution" ON "promises" USING btree ("institution_id","state","due_on");--> statement-breakpoint
CREATE INDEX "promises_valid" ON "promises" USING btree ("state","valid_until");--> statement-breakpoint
CREATE INDEX "promises_loan" ON "promises" USING btree ("loan_id");