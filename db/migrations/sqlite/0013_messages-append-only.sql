-- What was written stays as it was. What a complaint says does too; ratings may be changed for a while, never taken away.
CREATE TRIGGER messages_no_update BEFORE UPDATE ON messages BEGIN SELECT RAISE(ABORT, 'messages is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER messages_no_delete BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'messages is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER messages_no_replace BEFORE INSERT ON messages WHEN EXISTS (SELECT 1 FROM messages WHERE id = NEW.id OR (application_id = NEW.application_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'messages is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER complaints_no_update BEFORE UPDATE OF id, number, application_id, enterprise_id, institution_id, region, kind, words, phone_tail, filed_at, filed_by ON complaints
BEGIN SELECT RAISE(ABORT, 'complaints is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER complaints_no_delete BEFORE DELETE ON complaints BEGIN SELECT RAISE(ABORT, 'complaints is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER complaints_no_replace BEFORE INSERT ON complaints WHEN EXISTS (SELECT 1 FROM complaints WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'complaints is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER ratings_no_update BEFORE UPDATE OF id, application_id, side, enterprise_id, institution_id, rated_at, rated_by, editable_until, edit_policy ON ratings
BEGIN SELECT RAISE(ABORT, 'ratings is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER ratings_no_delete BEFORE DELETE ON ratings BEGIN SELECT RAISE(ABORT, 'ratings is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER ratings_no_replace BEFORE INSERT ON ratings WHEN EXISTS (SELECT 1 FROM ratings WHERE id = NEW.id OR (application_id = NEW.application_id AND side = NEW.side))
BEGIN SELECT RAISE(ABORT, 'ratings is never replaced'); END;
