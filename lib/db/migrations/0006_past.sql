CREATE TABLE "authorization_lives" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"device_id" uuid NOT NULL,
	"auth_id" text NOT NULL,
	"type" integer NOT NULL,
	"name" text NOT NULL,
	"staff_id" uuid,
	"person" text,
	"kind" text,
	"enabled" boolean NOT NULL,
	"remote_allowed" boolean NOT NULL,
	"days" integer,
	"from_minute" integer,
	"until_minute" integer,
	"valid_from" timestamp with time zone,
	"valid_until" timestamp with time zone,
	"not_before" timestamp with time zone,
	"from_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone,
	"until_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "credential_lives" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"enabled" boolean NOT NULL,
	"remote_allowed" boolean NOT NULL,
	"days" integer NOT NULL,
	"from_minute" integer NOT NULL,
	"until_minute" integer NOT NULL,
	"valid_from" timestamp with time zone,
	"valid_until" timestamp with time zone,
	"rules" jsonb NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "log_holes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"device_nuki_id" bigint,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"why" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"filled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"site_id" uuid,
	"staff_id" uuid,
	"reason" text NOT NULL,
	"placed_by" uuid NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"released_by" uuid,
	"released_at" timestamp with time zone,
	"release_reason" text,
	CONSTRAINT "legal_holds_one_scope" CHECK (site_id is null or staff_id is null)
);
--> statement-breakpoint
CREATE TABLE "name_reveals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"admin_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "access_review_items" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"review_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"person" text NOT NULL,
	"door" text NOT NULL,
	"access" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"since" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"decision" text,
	"reduce" text,
	"note" text DEFAULT '' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	CONSTRAINT "access_review_items_row" UNIQUE("review_id","staff_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "access_reviews" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"scope_name" text NOT NULL,
	"unused_days" integer NOT NULL,
	"due_day" date,
	"state" text DEFAULT 'open' NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"signed_by" uuid,
	"signed_name" text,
	"signed_at" timestamp with time zone,
	"evidence_hash" text
);
--> statement-breakpoint
CREATE TABLE "withdrawals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"part" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"review_id" uuid,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "withdrawals_part" UNIQUE("staff_id","device_id","part")
);
--> statement-breakpoint
-- New sites keep entries for 90 days. For those that are here nobody has decided yet, and what is deleted is gone for good.
ALTER TABLE "sites" ADD COLUMN "entries_days" integer;--> statement-breakpoint
ALTER TABLE "sites" ALTER COLUMN "entries_days" SET DEFAULT 90;--> statement-breakpoint
ALTER TABLE "authorization_lives" ADD CONSTRAINT "authorization_lives_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorization_lives" ADD CONSTRAINT "authorization_lives_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_lives" ADD CONSTRAINT "credential_lives_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_lives" ADD CONSTRAINT "credential_lives_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_holes" ADD CONSTRAINT "log_holes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_placed_by_admins_id_fk" FOREIGN KEY ("placed_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_released_by_admins_id_fk" FOREIGN KEY ("released_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "name_reveals" ADD CONSTRAINT "name_reveals_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_items" ADD CONSTRAINT "access_review_items_review_id_access_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."access_reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_items" ADD CONSTRAINT "access_review_items_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_items" ADD CONSTRAINT "access_review_items_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_review_items" ADD CONSTRAINT "access_review_items_decided_by_admins_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_reviews" ADD CONSTRAINT "access_reviews_created_by_admins_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_reviews" ADD CONSTRAINT "access_reviews_signed_by_admins_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_review_id_access_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."access_reviews"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_created_by_admins_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "authorization_lives_open" ON "authorization_lives" USING btree ("device_id","auth_id") WHERE until_at is null;--> statement-breakpoint
CREATE INDEX "authorization_lives_device" ON "authorization_lives" USING btree ("device_id","from_at");--> statement-breakpoint
CREATE INDEX "authorization_lives_staff" ON "authorization_lives" USING btree ("staff_id","from_at");--> statement-breakpoint
CREATE INDEX "authorization_lives_until" ON "authorization_lives" USING btree ("until_at");--> statement-breakpoint
CREATE UNIQUE INDEX "credential_lives_open" ON "credential_lives" USING btree ("staff_id","device_id","kind") WHERE until_at is null;--> statement-breakpoint
CREATE INDEX "credential_lives_device" ON "credential_lives" USING btree ("device_id","from_at");--> statement-breakpoint
CREATE INDEX "credential_lives_until" ON "credential_lives" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "log_holes_account" ON "log_holes" USING btree ("account_id","found_at");--> statement-breakpoint
CREATE INDEX "legal_holds_placed" ON "legal_holds" USING btree ("placed_at","id");--> statement-breakpoint
CREATE INDEX "name_reveals_admin" ON "name_reveals" USING btree ("admin_id","until_at");--> statement-breakpoint
CREATE INDEX "access_review_items_staff" ON "access_review_items" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "access_reviews_created" ON "access_reviews" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "withdrawals_device" ON "withdrawals" USING btree ("device_id");--> statement-breakpoint
-- What is on the doors already begins when its content was first read so.
INSERT INTO "authorization_lives" ("device_id", "auth_id", "type", "name", "staff_id", "person", "kind", "enabled", "remote_allowed",
  "days", "from_minute", "until_minute", "valid_from", "valid_until", "from_at")
SELECT a."device_id", a."nuki_id", a."type", a."name", b."staff_id", s."display_name", b."kind", a."enabled", a."remote_allowed",
  a."days", a."from_minute", a."until_minute", a."valid_from", a."valid_until", a."seen_at"
FROM "authorizations" a
LEFT JOIN "bindings" b ON b."device_id" = a."device_id" AND b."auth_id" = a."nuki_id" AND b."ended_at" IS NULL
LEFT JOIN "staff" s ON s."id" = b."staff_id";
--> statement-breakpoint
-- What else was on them before this moment, nobody recorded.
INSERT INTO "installation" ("key", "value")
SELECT 'past_recorded_from', to_jsonb(to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
WHERE EXISTS (SELECT 1 FROM "authorizations");
