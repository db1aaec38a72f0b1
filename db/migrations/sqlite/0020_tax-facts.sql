CREATE TABLE `tax_grades` (
	`id` text PRIMARY KEY NOT NULL,
	`enterprise_id` text NOT NULL,
	`as_of` text NOT NULL,
	`source` text NOT NULL,
	`import_id` text,
	`import_row` integer,
	`objection_id` text,
	`assess_year` integer NOT NULL,
	`grade` text NOT NULL,
	`reason` text NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `tax_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`objection_id`) REFERENCES `objections`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tax_grades_grade" CHECK("tax_grades"."grade" in ('A', 'B', 'M', 'C', 'D', 'unrated')),
	CONSTRAINT "tax_grades_source" CHECK("tax_grades"."source" in ('tax-bureau', 'correction')),
	CONSTRAINT "tax_grades_reason" CHECK("tax_grades"."reason" in ('annual', 'supplement', 'review', 'repair', 'offence', 'objection')),
	CONSTRAINT "tax_grades_year" CHECK("tax_grades"."assess_year" between 2014 and 2100),
	CONSTRAINT "tax_grades_origin" CHECK(("tax_grades"."import_id" is null) = ("tax_grades"."source" = 'correction'))
);
--> statement-breakpoint
CREATE INDEX `tax_grades_firm` ON `tax_grades` (`enterprise_id`,`assess_year`);--> statement-breakpoint
CREATE INDEX `tax_grades_import` ON `tax_grades` (`import_id`,`import_row`);--> statement-breakpoint
CREATE TABLE `tax_import_rows` (
	`import_id` text NOT NULL,
	`row` integer NOT NULL,
	`typed` text NOT NULL,
	`faults` text NOT NULL,
	PRIMARY KEY(`import_id`, `row`),
	FOREIGN KEY (`import_id`) REFERENCES `tax_imports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tax_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text NOT NULL,
	`file_hash` text NOT NULL,
	`columns` text NOT NULL,
	`good_rows` integer NOT NULL,
	`bad_rows` integer NOT NULL,
	`firm_count` integer NOT NULL,
	`grade_count` integer NOT NULL,
	`tax_count` integer NOT NULL,
	`standing_count` integer NOT NULL,
	`years` text NOT NULL,
	`checked_at` text NOT NULL,
	`checked_by` text NOT NULL,
	`mode` text,
	`booked_at` text,
	`booked_by` text,
	`ended_at` text,
	`ended_by` text,
	`why` text,
	`version` integer NOT NULL,
	CONSTRAINT "tax_imports_state" CHECK("tax_imports"."state" in ('reading', 'checked', 'booked', 'reversed', 'given-up')),
	CONSTRAINT "tax_imports_mode" CHECK("tax_imports"."mode" in ('all', 'good')),
	CONSTRAINT "tax_imports_booked" CHECK("tax_imports"."state" not in ('booked', 'reversed') or "tax_imports"."booked_at" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tax_imports_number_unique` ON `tax_imports` (`number`);--> statement-breakpoint
CREATE INDEX `tax_imports_state` ON `tax_imports` (`state`,`id`);--> statement-breakpoint
CREATE TABLE `tax_paid` (
	`id` text PRIMARY KEY NOT NULL,
	`enterprise_id` text NOT NULL,
	`as_of` text NOT NULL,
	`source` text NOT NULL,
	`import_id` text,
	`import_row` integer,
	`objection_id` text,
	`year` integer NOT NULL,
	`vat_fen` integer NOT NULL,
	`income_fen` integer NOT NULL,
	`other_fen` integer NOT NULL,
	`refund_fen` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `tax_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`objection_id`) REFERENCES `objections`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tax_paid_source" CHECK("tax_paid"."source" in ('tax-bureau', 'correction')),
	CONSTRAINT "tax_paid_year" CHECK("tax_paid"."year" between 1994 and 2100),
	CONSTRAINT "tax_paid_sums" CHECK("tax_paid"."vat_fen" >= 0 and "tax_paid"."income_fen" >= 0 and "tax_paid"."other_fen" >= 0 and "tax_paid"."refund_fen" >= 0),
	CONSTRAINT "tax_paid_origin" CHECK(("tax_paid"."import_id" is null) = ("tax_paid"."source" = 'correction'))
);
--> statement-breakpoint
CREATE INDEX `tax_paid_firm` ON `tax_paid` (`enterprise_id`,`year`);--> statement-breakpoint
CREATE INDEX `tax_paid_import` ON `tax_paid` (`import_id`,`import_row`);--> statement-breakpoint
CREATE TABLE `tax_standings` (
	`id` text PRIMARY KEY NOT NULL,
	`enterprise_id` text NOT NULL,
	`as_of` text NOT NULL,
	`source` text NOT NULL,
	`import_id` text,
	`import_row` integer,
	`objection_id` text,
	`arrears_fen` integer,
	`abnormal` integer,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `tax_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`objection_id`) REFERENCES `objections`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tax_standings_source" CHECK("tax_standings"."source" in ('tax-bureau', 'correction')),
	CONSTRAINT "tax_standings_arrears" CHECK("tax_standings"."arrears_fen" >= 0),
	CONSTRAINT "tax_standings_said" CHECK("tax_standings"."arrears_fen" is not null or "tax_standings"."abnormal" is not null),
	CONSTRAINT "tax_standings_origin" CHECK(("tax_standings"."import_id" is null) = ("tax_standings"."source" = 'correction'))
);
--> statement-breakpoint
CREATE INDEX `tax_standings_firm` ON `tax_standings` (`enterprise_id`,`as_of`);--> statement-breakpoint
CREATE INDEX `tax_standings_import` ON `tax_standings` (`import_id`,`import_row`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_objections` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`enterprise_id` text NOT NULL,
	`application_id` text,
	`fact` text NOT NULL,
	`fact_year` integer,
	`held` text,
	`claimed` text,
	`words` text NOT NULL,
	`document_id` text,
	`state` text NOT NULL,
	`due_on` text NOT NULL,
	`due_policies` text NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text,
	`decided_at` text,
	`decided_by` text,
	`answer` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`enterprise_id`) REFERENCES `enterprises`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "objections_fact" CHECK("__new_objections"."fact" in ('grade', 'foundedOn', 'industry', 'region', 'taxPaid', 'arrears', 'abnormal', 'court-case', 'credit-record', 'existing-debt', 'figures')),
	CONSTRAINT "objections_state" CHECK("__new_objections"."state" in ('open', 'upheld', 'rejected', 'withdrawn'))
);
--> statement-breakpoint
INSERT INTO `__new_objections`("id", "number", "enterprise_id", "application_id", "fact", "held", "claimed", "words", "document_id", "state", "due_on", "due_policies", "made_at", "made_by", "decided_at", "decided_by", "answer", "version") SELECT "id", "number", "enterprise_id", "application_id", "fact", "held", "claimed", "words", "document_id", "state", "due_on", "due_policies", "made_at", "made_by", "decided_at", "decided_by", "answer", "version" FROM `objections`;--> statement-breakpoint
DROP TABLE `objections`;--> statement-breakpoint
ALTER TABLE `__new_objections` RENAME TO `objections`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `objections_number_unique` ON `objections` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `objections_open` ON `objections` (`enterprise_id`,`fact`) WHERE "objections"."state" = 'open';--> statement-breakpoint
CREATE INDEX `objections_firm` ON `objections` (`enterprise_id`,`id`);--> statement-breakpoint
CREATE INDEX `objections_case` ON `objections` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `objections_due` ON `objections` (`state`,`due_on`);--> statement-breakpoint
CREATE TABLE `__new_enterprises` (
	`id` text PRIMARY KEY NOT NULL,
	`uscc` text NOT NULL,
	`uscc_override` text,
	`name` text NOT NULL,
	`pinyin` text NOT NULL,
	`state` text NOT NULL,
	`legal_representative` text NOT NULL,
	`phone` text NOT NULL,
	`industry` text NOT NULL,
	`region` text NOT NULL,
	`founded_on` text,
	`main_bank_id` text,
	`tax_grade` text,
	`tax_bureau_grade` text,
	`tax_bureau_year` integer,
	`borrowed_before` text,
	`size` text,
	`disputed` text,
	`created_at` text NOT NULL,
	`verified_at` text,
	`returned_for` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`main_bank_id`) REFERENCES `institutions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enterprises_state" CHECK("__new_enterprises"."state" in ('under-review', 'returned', 'verified', 'closed')),
	CONSTRAINT "enterprises_size" CHECK("__new_enterprises"."size" in ('large', 'medium', 'small', 'micro', 'not-classified')),
	CONSTRAINT "enterprises_tax_grade" CHECK("__new_enterprises"."tax_grade" in ('A', 'B', 'M', 'C', 'D', 'unrated')),
	CONSTRAINT "enterprises_tax_bureau_grade" CHECK("__new_enterprises"."tax_bureau_grade" in ('A', 'B', 'M', 'C', 'D', 'unrated')),
	CONSTRAINT "enterprises_borrowed_before" CHECK("__new_enterprises"."borrowed_before" in ('never', 'before'))
);
--> statement-breakpoint
INSERT INTO `__new_enterprises`("id", "uscc", "uscc_override", "name", "pinyin", "state", "legal_representative", "phone", "industry", "region", "founded_on", "main_bank_id", "tax_grade", "borrowed_before", "size", "disputed", "created_at", "verified_at", "returned_for", "version") SELECT "id", "uscc", "uscc_override", "name", "pinyin", "state", "legal_representative", "phone", "industry", "region", "founded_on", "main_bank_id", "tax_grade", "borrowed_before", "size", "disputed", "created_at", "verified_at", "returned_for", "version" FROM `enterprises`;--> statement-breakpoint
DROP TABLE `enterprises`;--> statement-breakpoint
ALTER TABLE `__new_enterprises` RENAME TO `enterprises`;--> statement-breakpoint
CREATE UNIQUE INDEX `enterprises_uscc_unique` ON `enterprises` (`uscc`);--> statement-breakpoint
CREATE INDEX `enterprises_region` ON `enterprises` (`region`);--> statement-breakpoint
CREATE INDEX `enterprises_list` ON `enterprises` (`pinyin`,`id`);--> statement-breakpoint
CREATE INDEX `enterprises_queue` ON `enterprises` (`state`,`created_at`);--> statement-breakpoint
-- What the tax bureau said is history: a file that was wrong is taken back as a whole, and its rows stay.
CREATE TRIGGER tax_grades_no_update BEFORE UPDATE ON tax_grades BEGIN SELECT RAISE(ABORT, 'tax_grades is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER tax_grades_no_delete BEFORE DELETE ON tax_grades BEGIN SELECT RAISE(ABORT, 'tax_grades is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER tax_grades_no_replace BEFORE INSERT ON tax_grades WHEN EXISTS (SELECT 1 FROM tax_grades WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'tax_grades is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER tax_paid_no_update BEFORE UPDATE ON tax_paid BEGIN SELECT RAISE(ABORT, 'tax_paid is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER tax_paid_no_delete BEFORE DELETE ON tax_paid BEGIN SELECT RAISE(ABORT, 'tax_paid is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER tax_paid_no_replace BEFORE INSERT ON tax_paid WHEN EXISTS (SELECT 1 FROM tax_paid WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'tax_paid is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER tax_standings_no_update BEFORE UPDATE ON tax_standings BEGIN SELECT RAISE(ABORT, 'tax_standings is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER tax_standings_no_delete BEFORE DELETE ON tax_standings BEGIN SELECT RAISE(ABORT, 'tax_standings is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER tax_standings_no_replace BEFORE INSERT ON tax_standings WHEN EXISTS (SELECT 1 FROM tax_standings WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'tax_standings is never replaced'); END;
--> statement-breakpoint
CREATE TRIGGER tax_import_rows_no_update BEFORE UPDATE ON tax_import_rows BEGIN SELECT RAISE(ABORT, 'tax_import_rows is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER tax_import_rows_no_delete BEFORE DELETE ON tax_import_rows BEGIN SELECT RAISE(ABORT, 'tax_import_rows is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER tax_import_rows_no_replace BEFORE INSERT ON tax_import_rows WHEN EXISTS (SELECT 1 FROM tax_import_rows WHERE import_id = NEW.import_id AND row = NEW.row)
BEGIN SELECT RAISE(ABORT, 'tax_import_rows is never replaced'); END;
