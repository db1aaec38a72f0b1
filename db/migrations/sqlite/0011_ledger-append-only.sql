-- Entries, postings and checkpoints are only ever added to. Of books, accounts and reservations nothing is deleted, and
-- what defines them is never changed: a floor above all. The insert guards stop INSERT OR REPLACE, which skips delete
-- triggers; each asks by one unique key at a time, so that every question is one look into an index, and by the hidden
-- number of a row, which REPLACE minds as well.
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'ledger_entries is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_no_replace BEFORE INSERT ON ledger_entries WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE seq = NEW.seq) OR EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM ledger_entries WHERE idempotency_key = NEW.idempotency_key) OR EXISTS (SELECT 1 FROM ledger_entries WHERE reverses_seq = NEW.reverses_seq)
BEGIN SELECT RAISE(ABORT, 'ledger_entries is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger_entries is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_postings_no_delete BEFORE DELETE ON ledger_postings BEGIN SELECT RAISE(ABORT, 'ledger_postings is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_postings_no_replace BEFORE INSERT ON ledger_postings WHEN EXISTS (SELECT 1 FROM ledger_postings WHERE entry_seq = NEW.entry_seq AND line = NEW.line) OR EXISTS (SELECT 1 FROM ledger_postings WHERE account_id = NEW.account_id AND booked_on = NEW.booked_on AND entry_seq = NEW.entry_seq) OR EXISTS (SELECT 1 FROM ledger_postings WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'ledger_postings is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_postings_no_update BEFORE UPDATE ON ledger_postings
BEGIN SELECT RAISE(ABORT, 'ledger_postings is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_checkpoints_no_delete BEFORE DELETE ON ledger_checkpoints BEGIN SELECT RAISE(ABORT, 'ledger_checkpoints is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_checkpoints_no_replace BEFORE INSERT ON ledger_checkpoints WHEN EXISTS (SELECT 1 FROM ledger_checkpoints WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'ledger_checkpoints is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_checkpoints_no_update BEFORE UPDATE ON ledger_checkpoints
BEGIN SELECT RAISE(ABORT, 'ledger_checkpoints is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_books_no_delete BEFORE DELETE ON ledger_books BEGIN SELECT RAISE(ABORT, 'ledger_books is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_books_no_replace BEFORE INSERT ON ledger_books WHEN EXISTS (SELECT 1 FROM ledger_books WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM ledger_books WHERE code = NEW.code) OR EXISTS (SELECT 1 FROM ledger_books WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'ledger_books is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_books_no_update BEFORE UPDATE ON ledger_books WHEN NEW.rowid IS NOT OLD.rowid OR NEW.id IS NOT OLD.id OR NEW.code IS NOT OLD.code OR NEW.kind IS NOT OLD.kind OR NEW.opened_at IS NOT OLD.opened_at
BEGIN SELECT RAISE(ABORT, 'ledger_books is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_accounts_no_delete BEFORE DELETE ON ledger_accounts BEGIN SELECT RAISE(ABORT, 'ledger_accounts is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_accounts_no_replace BEFORE INSERT ON ledger_accounts WHEN EXISTS (SELECT 1 FROM ledger_accounts WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM ledger_accounts WHERE book_id = NEW.book_id AND code = NEW.code) OR EXISTS (SELECT 1 FROM ledger_accounts WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'ledger_accounts is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_accounts_no_update BEFORE UPDATE ON ledger_accounts WHEN NEW.rowid IS NOT OLD.rowid OR NEW.id IS NOT OLD.id OR NEW.book_id IS NOT OLD.book_id OR NEW.code IS NOT OLD.code OR NEW.side IS NOT OLD.side OR NEW.floor_fen IS NOT OLD.floor_fen OR NEW.opened_at IS NOT OLD.opened_at
BEGIN SELECT RAISE(ABORT, 'ledger_accounts is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_reservations_no_delete BEFORE DELETE ON ledger_reservations BEGIN SELECT RAISE(ABORT, 'ledger_reservations is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_reservations_no_replace BEFORE INSERT ON ledger_reservations WHEN EXISTS (SELECT 1 FROM ledger_reservations WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM ledger_reservations WHERE opened_seq = NEW.opened_seq) OR EXISTS (SELECT 1 FROM ledger_reservations WHERE closed_seq = NEW.closed_seq) OR EXISTS (SELECT 1 FROM ledger_reservations WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'ledger_reservations is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_reservations_no_update BEFORE UPDATE ON ledger_reservations WHEN NEW.rowid IS NOT OLD.rowid OR NEW.id IS NOT OLD.id OR NEW.book_id IS NOT OLD.book_id OR NEW.amount_fen IS NOT OLD.amount_fen OR NEW.subject_kind IS NOT OLD.subject_kind OR NEW.subject_id IS NOT OLD.subject_id OR NEW.expires_on IS NOT OLD.expires_on OR NEW.opened_seq IS NOT OLD.opened_seq
BEGIN SELECT RAISE(ABORT, 'ledger_reservations is never changed'); END;
