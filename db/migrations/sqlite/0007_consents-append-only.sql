-- Who saw what is only ever added to. What was consented to stays as it was; a consent only ends, once.
CREATE TRIGGER consent_looks_no_update BEFORE UPDATE ON consent_looks BEGIN SELECT RAISE(ABORT, 'consent_looks is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER consent_looks_no_delete BEFORE DELETE ON consent_looks BEGIN SELECT RAISE(ABORT, 'consent_looks is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER consent_looks_no_replace BEFORE INSERT ON consent_looks WHEN EXISTS (SELECT 1 FROM consent_looks WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'consent_looks is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER consents_no_update BEFORE UPDATE OF id, number, enterprise_id, institution_id, kind, purpose, until, text_version, language, person_name, need_id, given_at, given_by, giver ON consents
BEGIN SELECT RAISE(ABORT, 'consents is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER consents_end_once BEFORE UPDATE ON consents WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'consents is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents BEGIN SELECT RAISE(ABORT, 'consents is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER consents_no_replace BEFORE INSERT ON consents WHEN EXISTS (SELECT 1 FROM consents WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'consents is never replaced'); END;
