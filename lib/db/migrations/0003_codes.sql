CREATE TABLE "code_sheets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"serial" text NOT NULL,
	"batch_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"code_id" uuid NOT NULL,
	"language" text NOT NULL,
	"format" text NOT NULL,
	"reason" text NOT NULL,
	"device_ids" jsonb NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"issued_by" uuid NOT NULL,
	"collect_by" date NOT NULL,
	"collected_at" timestamp with time zone,
	"returned_at" timestamp with time zone,
	"destroyed_at" timestamp with time zone,
	"expired_at" timestamp with time zone,
	CONSTRAINT "code_sheets_serial" UNIQUE("serial")
);
--> statement-breakpoint
CREATE TABLE "rotation_people" (
	"rotation_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"old_code_id" uuid,
	"new_code_id" uuid,
	"problem" text,
	CONSTRAINT "rotation_people_rotation_id_staff_id_pk" PRIMARY KEY("rotation_id","staff_id")
);
--> statement-breakpoint
CREATE TABLE "rotations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"admin_id" uuid NOT NULL,
	"scope" jsonb NOT NULL,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"mode" text NOT NULL,
	"keep_old_until" timestamp with time zone,
	"starts_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "step_ups" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"admin_id" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit_extensions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"host_id" uuid NOT NULL,
	"last_day" date NOT NULL,
	"token_hash" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"answer" text,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"staff_id" uuid PRIMARY KEY NOT NULL,
	"host_id" uuid NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_cuts" (
	"last_id" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"count" integer NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"admin_id" uuid NOT NULL,
	"list" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_name" UNIQUE("admin_id","list","name")
);
--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "person" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "outcome" text DEFAULT 'event' NOT NULL;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "raw" jsonb;--> statement-breakpoint
ALTER TABLE "staff_codes" ADD COLUMN "keep_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "code_sheets" ADD CONSTRAINT "code_sheets_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_sheets" ADD CONSTRAINT "code_sheets_code_id_staff_codes_id_fk" FOREIGN KEY ("code_id") REFERENCES "public"."staff_codes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_sheets" ADD CONSTRAINT "code_sheets_issued_by_admins_id_fk" FOREIGN KEY ("issued_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotation_people" ADD CONSTRAINT "rotation_people_rotation_id_rotations_id_fk" FOREIGN KEY ("rotation_id") REFERENCES "public"."rotations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotation_people" ADD CONSTRAINT "rotation_people_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotation_people" ADD CONSTRAINT "rotation_people_old_code_id_staff_codes_id_fk" FOREIGN KEY ("old_code_id") REFERENCES "public"."staff_codes"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotation_people" ADD CONSTRAINT "rotation_people_new_code_id_staff_codes_id_fk" FOREIGN KEY ("new_code_id") REFERENCES "public"."staff_codes"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotations" ADD CONSTRAINT "rotations_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_ups" ADD CONSTRAINT "step_ups_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_extensions" ADD CONSTRAINT "visit_extensions_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_extensions" ADD CONSTRAINT "visit_extensions_host_id_staff_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_extensions" ADD CONSTRAINT "visit_extensions_asked_by_admins_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_extensions" ADD CONSTRAINT "visit_extensions_answered_by_admins_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_host_id_staff_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_created_by_admins_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "code_sheets_staff" ON "code_sheets" USING btree ("staff_id","issued_at");--> statement-breakpoint
CREATE INDEX "code_sheets_issued" ON "code_sheets" USING btree ("issued_at","id");--> statement-breakpoint
CREATE INDEX "code_sheets_batch" ON "code_sheets" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "code_sheets_waiting" ON "code_sheets" USING btree ("collect_by") WHERE collected_at is null and returned_at is null and destroyed_at is null and expired_at is null;--> statement-breakpoint
CREATE INDEX "rotation_people_staff" ON "rotation_people" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "rotations_open" ON "rotations" USING btree ("starts_at") WHERE finished_at is null and cancelled_at is null;--> statement-breakpoint
CREATE INDEX "rotations_created" ON "rotations" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "step_ups_until" ON "step_ups" USING btree ("until");--> statement-breakpoint
CREATE UNIQUE INDEX "visit_extensions_token" ON "visit_extensions" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "visit_extensions_open" ON "visit_extensions" USING btree ("staff_id") WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX "visit_extensions_staff" ON "visit_extensions" USING btree ("staff_id","asked_at");--> statement-breakpoint
CREATE INDEX "visits_host" ON "visits" USING btree ("host_id");--> statement-breakpoint
CREATE INDEX "entries_outcome" ON "entries" USING btree ("outcome","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_name" ON "entries" USING gin ((lower("name" || ' ' || coalesce("person", ''))) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "audit_events_admin" ON "audit_events" USING btree ("admin_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_type" ON "audit_events" USING btree ("type","id");