CREATE INDEX `applications_clocks` ON `applications` (`state`,`due_on`);--> statement-breakpoint
CREATE INDEX `needs_expiry` ON `needs` (`state`,`expires_on`,`id`);