CREATE TABLE "scoreboard_editions" (
	"id" text PRIMARY KEY NOT NULL,
	"region" text NOT NULL,
	"quarter" text NOT NULL,
	"edition" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"content" json NOT NULL,
	"facts" json NOT NULL,
	"names" json NOT NULL,
	"rule" json NOT NULL,
	"rule_version" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" text NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"why" text,
	"version" bigint NOT NULL,
	CONSTRAINT "scoreboard_editions_state" CHECK ("scoreboard_editions"."state" in ('proposed', 'published', 'rejected')),
	CONSTRAINT "scoreboard_editions_decided" CHECK (("scoreboard_editions"."state" = 'proposed') = ("scoreboard_editions"."decided_at" is null)),
	CONSTRAINT "scoreboard_editions_two" CHECK ("scoreboard_editions"."decided_by" <> "scoreboard_editions"."proposed_by" or "scoreboard_editions"."state" = 'rejected')
);
--> statement-breakpoint
ALTER TABLE "scoreboard_editions" ADD CONSTRAINT "scoreboard_editions_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scoreboard_editions" ADD CONSTRAINT "scoreboard_editions_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "scoreboard_editions_open" ON "scoreboard_editions" USING btree ("region","quarter") WHERE state = 'proposed';--> statement-breakpoint
CREATE UNIQUE INDEX "scoreboard_editions_once" ON "scoreboard_editions" USING btree ("region","quarter","edition") WHERE state = 'published';--> statement-breakpoint
CREATE INDEX "scoreboard_editions_state_of" ON "scoreboard_editions" USING btree ("state","quarter","edition");
--> statement-breakpoint
-- What was proposed stays as it was, and what was decided stays decided: the same digits ever after.
CREATE TRIGGER scoreboard_editions_no_update BEFORE UPDATE OF id, region, quarter, edition, reason, content, facts, names, rule, rule_version, proposed_at, proposed_by ON scoreboard_editions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER scoreboard_editions_decided_once BEFORE UPDATE ON scoreboard_editions FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER scoreboard_editions_no_delete BEFORE DELETE ON scoreboard_editions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER scoreboard_editions_no_truncate BEFORE TRUNCATE ON scoreboard_editions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
