CREATE TABLE "account_sync" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"status" text DEFAULT 'unknown' NOT NULL,
	"problem" text,
	"nuki_account_name" text,
	"scopes" jsonb,
	"scopes_checked_at" timestamp with time zone,
	"last_ok_at" timestamp with time zone,
	"devices_seen_at" timestamp with time zone,
	"authorizations_seen_at" timestamp with time zone,
	"account_users_seen_at" timestamp with time zone,
	"reconciled_at" timestamp with time zone,
	"lease_owner" text,
	"lease_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "account_users" (
	"account_id" uuid NOT NULL,
	"nuki_id" integer NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_users_account_id_nuki_id_pk" PRIMARY KEY("account_id","nuki_id")
);
--> statement-breakpoint
CREATE TABLE "authorizations" (
	"device_id" uuid NOT NULL,
	"nuki_id" text NOT NULL,
	"type" integer NOT NULL,
	"account_user_id" integer,
	"name" text NOT NULL,
	"enabled" boolean NOT NULL,
	"remote_allowed" boolean NOT NULL,
	"days" integer,
	"from_minute" integer,
	"until_minute" integer,
	"valid_from" timestamp with time zone,
	"valid_until" timestamp with time zone,
	"code" "bytea",
	"code_hash" text,
	"lock_count" integer DEFAULT 0 NOT NULL,
	"last_active_at" timestamp with time zone,
	"nuki_updated_at" timestamp with time zone,
	"busy" boolean NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "authorizations_device_id_nuki_id_pk" PRIMARY KEY("device_id","nuki_id")
);
--> statement-breakpoint
CREATE TABLE "bindings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"auth_id" text NOT NULL,
	"origin" text NOT NULL,
	"change_id" uuid,
	"bound_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"op" text NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"wish" jsonb,
	"auth_id" text,
	"narrows" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"put_off" integer DEFAULT 0 NOT NULL,
	"alone" boolean DEFAULT false NOT NULL,
	"reason" text,
	"message" text,
	"next_try_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"in_flight" boolean DEFAULT false NOT NULL,
	"sent_at" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"synced_at" timestamp with time zone,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"staff_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"reason_params" jsonb,
	"wish" jsonb,
	"auth_id" text,
	"since" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "credentials_staff_id_device_id_kind_pk" PRIMARY KEY("staff_id","device_id","kind")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"nuki_id" bigint NOT NULL,
	"type" integer NOT NULL,
	"name" text NOT NULL,
	"server_state" integer NOT NULL,
	"admin_pin_state" integer NOT NULL,
	"state" integer,
	"door_state" integer,
	"mode" integer,
	"battery_critical" boolean NOT NULL,
	"battery_charge" integer,
	"battery_charging" boolean,
	"keypad_battery_critical" boolean,
	"doorsensor_battery_critical" boolean,
	"keypad_model" integer,
	"firmware" text NOT NULL,
	"product_variant" integer,
	"time_zone" text,
	"seen_at" timestamp with time zone NOT NULL,
	"offline_since" timestamp with time zone,
	"reachable_since" timestamp with time zone,
	"authorizations_seen_at" timestamp with time zone,
	"observe_at" timestamp with time zone,
	"missing_since" timestamp with time zone,
	CONSTRAINT "devices_account_nuki" UNIQUE("account_id","nuki_id")
);
--> statement-breakpoint
CREATE TABLE "staff_account_users" (
	"account_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"account_user_id" integer NOT NULL,
	CONSTRAINT "staff_account_users_account_id_staff_id_pk" PRIMARY KEY("account_id","staff_id"),
	CONSTRAINT "staff_account_users_user" UNIQUE("account_id","account_user_id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"api_url" text NOT NULL,
	"token" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "admin_sites" (
	"admin_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	CONSTRAINT "admin_sites_admin_id_site_id_pk" PRIMARY KEY("admin_id","site_id")
);
--> statement-breakpoint
CREATE TABLE "admins" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"all_sites" boolean DEFAULT false NOT NULL,
	"password_hash" text,
	"session_epoch" integer DEFAULT 0 NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "area_devices" (
	"area_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	CONSTRAINT "area_devices_area_id_device_id_pk" PRIMARY KEY("area_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "areas" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "areas_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "placements" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid,
	"team_id" uuid,
	"area_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"app" boolean NOT NULL,
	"keypad" boolean NOT NULL,
	"remote" boolean DEFAULT false NOT NULL,
	"first_day" date,
	"last_day" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rules_staff_area_schedule" UNIQUE("staff_id","area_id","schedule_id"),
	CONSTRAINT "rules_team_area_schedule" UNIQUE("team_id","area_id","schedule_id"),
	CONSTRAINT "rules_one_subject" CHECK ((staff_id is null) <> (team_id is null)),
	CONSTRAINT "rules_some_kind" CHECK (app or keypad)
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"windows" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "schedules_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"key" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sites_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"external_id" text,
	"first_name" text DEFAULT '' NOT NULL,
	"last_name" text DEFAULT '' NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"language" text DEFAULT 'en' NOT NULL,
	"department" text DEFAULT '' NOT NULL,
	"kind" text DEFAULT 'employee' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"first_day" date,
	"last_day" date,
	"notes" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "staff_codes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"code" "bytea" NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "staff_teams" (
	"staff_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	CONSTRAINT "staff_teams_staff_id_team_id_pk" PRIMARY KEY("staff_id","team_id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "teams_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "window_choices" (
	"staff_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"take" text NOT NULL,
	"basis" text NOT NULL,
	"chosen_by" uuid,
	"chosen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "window_choices_staff_id_device_id_kind_pk" PRIMARY KEY("staff_id","device_id","kind")
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"admin_id" uuid,
	"type" text NOT NULL,
	"subject_id" text,
	"detail" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"headers_key" text PRIMARY KEY NOT NULL,
	"mapping" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"outcome" text NOT NULL,
	"staff_id" uuid,
	"problems" jsonb NOT NULL,
	"cells" jsonb
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"uploaded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"table" "bytea",
	"settings" jsonb NOT NULL,
	"plan_fingerprint" text,
	"rows_total" integer DEFAULT 0 NOT NULL,
	"rows_done" integer DEFAULT 0 NOT NULL,
	"counts" jsonb,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account_sync" ADD CONSTRAINT "account_sync_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_users" ADD CONSTRAINT "account_users_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorizations" ADD CONSTRAINT "authorizations_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_account_users" ADD CONSTRAINT "staff_account_users_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_account_users" ADD CONSTRAINT "staff_account_users_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admin_sites" ADD CONSTRAINT "admin_sites_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admin_sites" ADD CONSTRAINT "admin_sites_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "area_devices" ADD CONSTRAINT "area_devices_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "area_devices" ADD CONSTRAINT "area_devices_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_schedule_id_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."schedules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_codes" ADD CONSTRAINT "staff_codes_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_teams" ADD CONSTRAINT "staff_teams_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_teams" ADD CONSTRAINT "staff_teams_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "window_choices" ADD CONSTRAINT "window_choices_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "window_choices" ADD CONSTRAINT "window_choices_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "window_choices" ADD CONSTRAINT "window_choices_chosen_by_admins_id_fk" FOREIGN KEY ("chosen_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_uploaded_by_admins_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_users_email" ON "account_users" USING btree ("account_id","email");--> statement-breakpoint
CREATE INDEX "authorizations_user" ON "authorizations" USING btree ("account_user_id");--> statement-breakpoint
CREATE INDEX "authorizations_code" ON "authorizations" USING btree ("code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "bindings_auth" ON "bindings" USING btree ("device_id","auth_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bindings_credential" ON "bindings" USING btree ("staff_id","device_id","kind") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "changes_open" ON "changes" USING btree ("staff_id","device_id","kind") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "changes_account_open" ON "changes" USING btree ("account_id","state") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "changes_device" ON "changes" USING btree ("device_id","created_at");--> statement-breakpoint
CREATE INDEX "changes_staff" ON "changes" USING btree ("staff_id","created_at");--> statement-breakpoint
CREATE INDEX "changes_created" ON "changes" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "credentials_device" ON "credentials" USING btree ("device_id","state");--> statement-breakpoint
CREATE INDEX "credentials_state" ON "credentials" USING btree ("state");--> statement-breakpoint
CREATE UNIQUE INDEX "admins_email" ON "admins" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "area_devices_device" ON "area_devices" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "placements_site" ON "placements" USING btree ("site_id");--> statement-breakpoint
CREATE INDEX "rules_staff" ON "rules" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "rules_team" ON "rules" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "rules_area" ON "rules" USING btree ("area_id");--> statement-breakpoint
CREATE INDEX "rules_schedule" ON "rules" USING btree ("schedule_id");--> statement-breakpoint
CREATE INDEX "sign_in_attempts_key" ON "sign_in_attempts" USING btree ("key","at");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_external_id" ON "staff" USING btree ("external_id") WHERE status <> 'removed';--> statement-breakpoint
CREATE UNIQUE INDEX "staff_email" ON "staff" USING btree (lower("email")) WHERE status <> 'removed';--> statement-breakpoint
CREATE INDEX "staff_name_words" ON "staff" USING btree ("display_name" collate "und-x-icu","id") WHERE status <> 'removed';--> statement-breakpoint
CREATE INDEX "staff_search" ON "staff" USING gin ((lower("display_name" || ' ' || coalesce("email", '') || ' ' || coalesce("external_id", '') || ' ' || "department")) gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "staff_codes_current" ON "staff_codes" USING btree ("staff_id") WHERE retired_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_codes_hash_current" ON "staff_codes" USING btree ("code_hash") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "staff_codes_hash" ON "staff_codes" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "staff_teams_team" ON "staff_teams" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("subject_id","id");--> statement-breakpoint
CREATE INDEX "import_rows_import" ON "import_rows" USING btree ("import_id","line");--> statement-breakpoint
CREATE INDEX "imports_hash" ON "imports" USING btree ("file_hash");--> statement-breakpoint
CREATE INDEX "imports_uploaded" ON "imports" USING btree ("uploaded_at","id");