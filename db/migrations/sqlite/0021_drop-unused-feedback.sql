DROP TABLE `complaints`;--> statement-breakpoint
DROP TABLE `ratings`;