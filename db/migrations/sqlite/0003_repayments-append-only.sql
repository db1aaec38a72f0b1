-- What was reported is only ever added to: a wrong repayment is reversed by a row of its own.
CREATE TRIGGER repayments_no_update BEFORE UPDATE ON repayments BEGIN SELECT RAISE(ABORT, 'repayments is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER repayments_no_delete BEFORE DELETE ON repayments BEGIN SELECT RAISE(ABORT, 'repayments is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER repayments_no_replace BEFORE INSERT ON repayments WHEN EXISTS (SELECT 1 FROM repayments WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'repayments is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER drawdowns_no_update BEFORE UPDATE ON drawdowns BEGIN SELECT RAISE(ABORT, 'drawdowns is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER drawdowns_no_delete BEFORE DELETE ON drawdowns BEGIN SELECT RAISE(ABORT, 'drawdowns is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER drawdowns_no_replace BEFORE INSERT ON drawdowns WHEN EXISTS (SELECT 1 FROM drawdowns WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'drawdowns is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER loan_classes_no_update BEFORE UPDATE ON loan_classes BEGIN SELECT RAISE(ABORT, 'loan_classes is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER loan_classes_no_delete BEFORE DELETE ON loan_classes BEGIN SELECT RAISE(ABORT, 'loan_classes is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER loan_classes_no_replace BEFORE INSERT ON loan_classes WHEN EXISTS (SELECT 1 FROM loan_classes WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'loan_classes is never replaced'); END;
