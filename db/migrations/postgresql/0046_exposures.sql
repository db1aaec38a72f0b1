CREATE TABLE "exposure_days" (
	"party" text NOT NULL,
	"place" text NOT NULL,
	"dimension" text NOT NULL,
	"key" text NOT NULL,
	"balance_fen" bigint NOT NULL,
	"share_fen" bigint NOT NULL,
	"loans" bigint NOT NULL,
	"recorded_on" date NOT NULL,
	CONSTRAINT "exposure_days_party_place_recorded_on_dimension_key_pk" PRIMARY KEY("party","place","recorded_on","dimension","key"),
	CONSTRAINT "exposure_days_dimension" CHECK ("exposure_days"."dimension" in ('role', 'party', 'bank', 'guarantor', 'district', 'industry', 'size', 'scheme', 'vintage'))
);
--> statement-breakpoint
CREATE TABLE "exposure_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"exposure_id" text NOT NULL,
	"recorded_on" date NOT NULL,
	"balance_fen" bigint NOT NULL,
	"loans" bigint NOT NULL,
	"bearings" json NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exposure_figures" (
	"party" text NOT NULL,
	"place" text NOT NULL,
	"dimension" text NOT NULL,
	"key" text NOT NULL,
	"balance_fen" bigint NOT NULL,
	"share_fen" bigint NOT NULL,
	"loans" bigint NOT NULL,
	CONSTRAINT "exposure_figures_party_place_dimension_key_pk" PRIMARY KEY("party","place","dimension","key"),
	CONSTRAINT "exposure_figures_dimension" CHECK ("exposure_figures"."dimension" in ('role', 'party', 'bank', 'guarantor', 'district', 'industry', 'size', 'scheme', 'vintage'))
);
--> statement-breakpoint
CREATE TABLE "exposure_firms" (
	"place" text NOT NULL,
	"enterprise_id" text NOT NULL,
	"balance_fen" bigint NOT NULL,
	CONSTRAINT "exposure_firms_place_enterprise_id_pk" PRIMARY KEY("place","enterprise_id")
);
--> statement-breakpoint
CREATE TABLE "exposure_parties" (
	"party" text NOT NULL,
	"exposure_id" text NOT NULL,
	CONSTRAINT "exposure_parties_party_exposure_id_pk" PRIMARY KEY("party","exposure_id")
);
--> statement-breakpoint
CREATE TABLE "exposure_squares" (
	"place" text PRIMARY KEY NOT NULL,
	"squares" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exposures" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"loan_id" text,
	"enterprise_id" text NOT NULL,
	"bank_id" text NOT NULL,
	"guarantor_id" text,
	"district" text NOT NULL,
	"industry" text NOT NULL,
	"size" text,
	"scheme" text NOT NULL,
	"vintage" text NOT NULL,
	"balance_fen" bigint NOT NULL,
	"loans" bigint NOT NULL,
	"bearings" json NOT NULL,
	CONSTRAINT "exposures_kind" CHECK ("exposures"."kind" in ('guarantee', 'cover', 'bridge')),
	CONSTRAINT "exposures_size" CHECK ("exposures"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "exposures_sums" CHECK ("exposures"."balance_fen" >= 0 and "exposures"."loans" between 0 and 1)
);
--> statement-breakpoint
ALTER TABLE "exposure_entries" ADD CONSTRAINT "exposure_entries_exposure_id_exposures_id_fk" FOREIGN KEY ("exposure_id") REFERENCES "public"."exposures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposure_firms" ADD CONSTRAINT "exposure_firms_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposure_parties" ADD CONSTRAINT "exposure_parties_exposure_id_exposures_id_fk" FOREIGN KEY ("exposure_id") REFERENCES "public"."exposures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_loan_id_loans_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_bank_id_institutions_id_fk" FOREIGN KEY ("bank_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_guarantor_id_institutions_id_fk" FOREIGN KEY ("guarantor_id") REFERENCES "public"."institutions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exposure_entries_exposure" ON "exposure_entries" USING btree ("exposure_id","recorded_on");--> statement-breakpoint
CREATE INDEX "exposure_entries_day" ON "exposure_entries" USING btree ("recorded_on","exposure_id");--> statement-breakpoint
CREATE INDEX "exposure_firms_balance" ON "exposure_firms" USING btree ("place","balance_fen");--> statement-breakpoint
CREATE INDEX "exposures_district" ON "exposures" USING btree ("district","id");--> statement-breakpoint
CREATE INDEX "exposures_bank" ON "exposures" USING btree ("bank_id","id");--> statement-breakpoint
CREATE INDEX "exposures_enterprise" ON "exposures" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "exposures_loan" ON "exposures" USING btree ("loan_id");