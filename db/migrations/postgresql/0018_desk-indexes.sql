DROP INDEX "consents_pair";--> statement-breakpoint
DROP INDEX "document_requests_case";--> statement-breakpoint
CREATE INDEX "consent_requests_case" ON "consent_requests" USING btree ("application_id","id");--> statement-breakpoint
CREATE INDEX "consents_pair" ON "consents" USING btree ("institution_id","enterprise_id","kind","ended_at","until");--> statement-breakpoint
CREATE INDEX "document_requests_case" ON "document_requests" USING btree ("application_id","state","id");