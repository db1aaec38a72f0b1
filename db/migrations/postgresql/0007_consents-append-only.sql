-- Who saw what is only ever added to. What was consented to stays as it was; a consent only ends, once.
CREATE TRIGGER consent_looks_no_change BEFORE UPDATE OR DELETE ON consent_looks FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consent_looks_no_truncate BEFORE TRUNCATE ON consent_looks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consents_no_update BEFORE UPDATE OF id, number, enterprise_id, institution_id, kind, purpose, until, text_version, language, person_name, need_id, given_at, given_by, giver ON consents
FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consents_end_once BEFORE UPDATE ON consents FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consents_no_truncate BEFORE TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
