CREATE TABLE "policy_proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"base_version" bigint NOT NULL,
	"effective_from" date,
	"effective_to" date,
	"value" json NOT NULL,
	"source" text NOT NULL,
	"certainty" text NOT NULL,
	"why" text NOT NULL,
	"state" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" text NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"words" text,
	"version" bigint,
	CONSTRAINT "policy_proposals_certainty" CHECK ("policy_proposals"."certainty" in ('stated', 'seen', 'placeholder')),
	CONSTRAINT "policy_proposals_state" CHECK ("policy_proposals"."state" in ('open', 'approved', 'rejected', 'withdrawn'))
);
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "due_policies" text;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "report_due_on" date;--> statement-breakpoint
ALTER TABLE "loans" ADD COLUMN "report_due_policies" text;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "expiry_policy" text;--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "proposal_id" text;--> statement-breakpoint
ALTER TABLE "policy_proposals" ADD CONSTRAINT "policy_proposals_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_proposals" ADD CONSTRAINT "policy_proposals_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_proposals_state" ON "policy_proposals" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "policy_proposals_code" ON "policy_proposals" USING btree ("code","id");--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_proposal_id_policy_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."policy_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- A version of a policy is only ever added.
CREATE TRIGGER policies_no_change BEFORE UPDATE OR DELETE ON policies FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER policies_no_truncate BEFORE TRUNCATE ON policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A proposal is decided once.
CREATE TRIGGER policy_proposals_decided_once BEFORE UPDATE ON policy_proposals FOR EACH ROW
WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER policy_proposals_no_delete BEFORE DELETE ON policy_proposals FOR EACH ROW EXECUTE FUNCTION refuse_change();
