CREATE TABLE "exposure_open_day" (
	"open_on" date PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "exposure_days" DROP CONSTRAINT "exposure_days_dimension";--> statement-breakpoint
ALTER TABLE "exposure_figures" DROP CONSTRAINT "exposure_figures_dimension";--> statement-breakpoint
ALTER TABLE "exposure_figures" ADD COLUMN "opening_balance_fen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposure_figures" ADD COLUMN "opening_share_fen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposure_figures" ADD COLUMN "opening_loans" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "exposure_figures" SET "opening_balance_fen" = "balance_fen", "opening_share_fen" = "share_fen", "opening_loans" = "loans";