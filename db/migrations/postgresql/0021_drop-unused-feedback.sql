DROP TABLE "complaints" CASCADE;--> statement-breakpoint
DROP TABLE "ratings" CASCADE;