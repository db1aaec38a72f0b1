DROP INDEX `consents_pair`;--> statement-breakpoint
CREATE INDEX `consents_pair` ON `consents` (`institution_id`,`enterprise_id`,`kind`,`ended_at`,`until`);--> statement-breakpoint
DROP INDEX `document_requests_case`;--> statement-breakpoint
CREATE INDEX `document_requests_case` ON `document_requests` (`application_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `consent_requests_case` ON `consent_requests` (`application_id`,`id`);