-- The trail is only ever added to. The insert guard stops INSERT OR REPLACE, which skips delete triggers.
CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER trail_no_replace BEFORE INSERT ON trail WHEN EXISTS (SELECT 1 FROM trail WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the trail is never replaced'); END;
