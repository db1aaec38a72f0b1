CREATE TABLE `bridge_moves` (
	`id` text PRIMARY KEY NOT NULL,
	`bridge_id` text NOT NULL,
	`what` text NOT NULL,
	`from_state` text,
	`to_state` text NOT NULL,
	`hand` text,
	`by_id` text,
	`moved_at` text NOT NULL,
	FOREIGN KEY (`bridge_id`) REFERENCES `bridges`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bridge_moves_from" CHECK("bridge_moves"."from_state" in ('applied', 'returned', 'checking', 'promise', 'own-money', 'approval', 'third-approval', 'queued', 'reserved', 'paid', 'settled', 'renewed', 'repaid', 'closed', 'refused', 'withdrawn', 'lapsed')),
	CONSTRAINT "bridge_moves_to" CHECK("bridge_moves"."to_state" in ('applied', 'returned', 'checking', 'promise', 'own-money', 'approval', 'third-approval', 'queued', 'reserved', 'paid', 'settled', 'renewed', 'repaid', 'closed', 'refused', 'withdrawn', 'lapsed')),
	CONSTRAINT "bridge_moves_hand" CHECK("bridge_moves"."hand" in ('maker', 'checker', 'third', 'cashier')),
	CONSTRAINT "bridge_moves_by" CHECK("bridge_moves"."hand" is null or "bridge_moves"."by_id" is not null)
);
--> statement-breakpoint
CREATE INDEX `bridge_moves_bridge` ON `bridge_moves` (`bridge_id`,`id`);