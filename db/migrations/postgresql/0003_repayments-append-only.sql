-- What was reported is only ever added to: a wrong repayment is reversed by a row of its own.
CREATE TRIGGER repayments_no_change BEFORE UPDATE OR DELETE ON repayments FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER repayments_no_truncate BEFORE TRUNCATE ON repayments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER drawdowns_no_change BEFORE UPDATE OR DELETE ON drawdowns FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER drawdowns_no_truncate BEFORE TRUNCATE ON drawdowns FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER loan_classes_no_change BEFORE UPDATE OR DELETE ON loan_classes FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER loan_classes_no_truncate BEFORE TRUNCATE ON loan_classes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
