CREATE TABLE "ledger_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"book_id" text NOT NULL,
	"code" text NOT NULL,
	"side" text NOT NULL,
	"floor_fen" bigint,
	"debit_fen" bigint NOT NULL,
	"credit_fen" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"postings" bigint NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_accounts_side" CHECK ("ledger_accounts"."side" in ('debit', 'credit')),
	CONSTRAINT "ledger_accounts_sums" CHECK ("ledger_accounts"."debit_fen" between 0 and 9007199254740991 and "ledger_accounts"."credit_fen" between 0 and 9007199254740991),
	CONSTRAINT "ledger_accounts_floor" CHECK ("ledger_accounts"."floor_fen" is null or "ledger_accounts"."balance_fen" >= "ledger_accounts"."floor_fen"),
	CONSTRAINT "ledger_accounts_balance" CHECK ("ledger_accounts"."balance_fen" = case when "ledger_accounts"."side" = 'debit' then "ledger_accounts"."debit_fen" - "ledger_accounts"."credit_fen" else "ledger_accounts"."credit_fen" - "ledger_accounts"."debit_fen" end)
);
--> statement-breakpoint
CREATE TABLE "ledger_books" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"name" json NOT NULL,
	"institution_id" text,
	"region" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_books_code_unique" UNIQUE("code"),
	CONSTRAINT "ledger_books_kind" CHECK ("ledger_books"."kind" in ('bridge-pool', 'compensation-pool', 'party'))
);
--> statement-breakpoint
CREATE TABLE "ledger_checkpoints" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	"person_id" text,
	"actor" text NOT NULL,
	"public_key" text NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"booked_on" date NOT NULL,
	"posted_at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"memo" json NOT NULL,
	"why" text,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"person_id" text,
	"actor" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"reverses_seq" bigint,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "ledger_entries_id_unique" UNIQUE("id"),
	CONSTRAINT "ledger_entries_idempotency_key_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "ledger_entries_reverses_seq_unique" UNIQUE("reverses_seq")
);
--> statement-breakpoint
CREATE TABLE "ledger_postings" (
	"entry_seq" bigint NOT NULL,
	"line" bigint NOT NULL,
	"account_id" text NOT NULL,
	"booked_on" date NOT NULL,
	"amount_fen" bigint NOT NULL,
	CONSTRAINT "ledger_postings_entry_seq_line_pk" PRIMARY KEY("entry_seq","line"),
	CONSTRAINT "ledger_postings_amount" CHECK ("ledger_postings"."amount_fen" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_reservations" (
	"id" text PRIMARY KEY NOT NULL,
	"book_id" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"expires_on" date NOT NULL,
	"state" text NOT NULL,
	"opened_seq" bigint NOT NULL,
	"closed_seq" bigint,
	CONSTRAINT "ledger_reservations_opened_seq_unique" UNIQUE("opened_seq"),
	CONSTRAINT "ledger_reservations_closed_seq_unique" UNIQUE("closed_seq"),
	CONSTRAINT "ledger_reservations_state" CHECK ("ledger_reservations"."state" in ('open', 'used', 'void', 'expired')),
	CONSTRAINT "ledger_reservations_amount" CHECK ("ledger_reservations"."amount_fen" > 0),
	CONSTRAINT "ledger_reservations_closed" CHECK (("ledger_reservations"."state" = 'open') = ("ledger_reservations"."closed_seq" is null))
);
--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_book_id_ledger_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."ledger_books"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_books" ADD CONSTRAINT "ledger_books_institution_id_institutions_id_fk" FOREIGN KEY ("institution_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_entry_seq_ledger_entries_seq_fk" FOREIGN KEY ("entry_seq") REFERENCES "public"."ledger_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_account_id_ledger_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."ledger_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_reservations" ADD CONSTRAINT "ledger_reservations_book_id_ledger_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."ledger_books"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_reservations" ADD CONSTRAINT "ledger_reservations_opened_seq_ledger_entries_seq_fk" FOREIGN KEY ("opened_seq") REFERENCES "public"."ledger_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_reservations" ADD CONSTRAINT "ledger_reservations_closed_seq_ledger_entries_seq_fk" FOREIGN KEY ("closed_seq") REFERENCES "public"."ledger_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_accounts_book_code" ON "ledger_accounts" USING btree ("book_id","code");--> statement-breakpoint
CREATE INDEX "ledger_entries_subject" ON "ledger_entries" USING btree ("subject_kind","subject_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_postings_account" ON "ledger_postings" USING btree ("account_id","booked_on","entry_seq");--> statement-breakpoint
CREATE INDEX "ledger_reservations_due" ON "ledger_reservations" USING btree ("state","expires_on");--> statement-breakpoint
CREATE INDEX "ledger_reservations_book" ON "ledger_reservations" USING btree ("book_id","state","expires_on");--> statement-breakpoint
CREATE INDEX "ledger_reservations_subject" ON "ledger_reservations" USING btree ("subject_kind","subject_id");