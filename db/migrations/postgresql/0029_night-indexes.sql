CREATE INDEX "applications_clocks" ON "applications" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "needs_expiry" ON "needs" USING btree ("state","expires_on","id");