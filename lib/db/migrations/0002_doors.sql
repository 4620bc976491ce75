CREATE TABLE "alert_channels" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"mode" text NOT NULL,
	"digest_minute" integer DEFAULT 420 NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"secret" "bytea",
	"kinds" jsonb,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"digested_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "alert_deliveries" (
	"alert_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"event" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "alert_deliveries_alert_id_channel_id_event_pk" PRIMARY KEY("alert_id","channel_id","event")
);
--> statement-breakpoint
CREATE TABLE "alert_rules" (
	"kind" text PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL,
	"threshold" integer,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"severity" text NOT NULL,
	"account_id" uuid,
	"device_id" uuid,
	"bridge_id" uuid,
	"site_id" uuid,
	"detail" jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" uuid,
	"note" text,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "battery_readings" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"device_id" uuid NOT NULL,
	"part" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"charge" integer,
	"critical" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bridge_devices" (
	"bridge_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bridge_devices_bridge_id_device_id_pk" PRIMARY KEY("bridge_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "bridge_readings" (
	"bridge_id" uuid PRIMARY KEY NOT NULL,
	"tried_at" timestamp with time zone NOT NULL,
	"problem" text,
	"problem_since" timestamp with time zone,
	"read_at" timestamp with time zone,
	"uptime_seconds" integer,
	"rebooted_at" timestamp with time zone,
	"server_connected" boolean,
	"wlan_connected" boolean,
	"firmware" text,
	"wifi_firmware" text,
	"clock_skew_ms" bigint,
	"devices" jsonb
);
--> statement-breakpoint
CREATE TABLE "bridges" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid,
	"name" text NOT NULL,
	"host" text,
	"port" integer,
	"token" "bytea",
	"token_mode" text DEFAULT 'encrypted' NOT NULL,
	"hardware_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bridges_account_name" UNIQUE("account_id","name")
);
--> statement-breakpoint
CREATE TABLE "device_outages" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"device_id" uuid NOT NULL,
	"server_state" integer NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"device_id" uuid NOT NULL,
	"nuki_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"device_type" integer NOT NULL,
	"action" integer NOT NULL,
	"trigger" integer NOT NULL,
	"state" integer NOT NULL,
	"source" integer,
	"auto_unlock" boolean NOT NULL,
	"auth_id" text,
	"account_user_id" integer,
	"name" text NOT NULL,
	"staff_id" uuid,
	"ajar_minutes" integer,
	"opener" jsonb,
	CONSTRAINT "entries_device_nuki" UNIQUE("device_id","nuki_id")
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"device_id" uuid NOT NULL,
	"admin_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"press_id" uuid NOT NULL,
	"state" text DEFAULT 'requested' NOT NULL,
	"outcome" text,
	"message" text,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"entry_nuki_id" text
);
--> statement-breakpoint
CREATE TABLE "setting_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"device_id" uuid NOT NULL,
	"admin_id" uuid NOT NULL,
	"part" text NOT NULL,
	"member" text NOT NULL,
	"before" jsonb,
	"after" jsonb NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"reason" text,
	"message" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"synced_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "live_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"topic" text NOT NULL,
	"device_id" uuid
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"feature" text NOT NULL,
	"body" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"processed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"nuki_id" integer,
	"url" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"features" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp with time zone,
	"problem" text,
	"last_received_at" timestamp with time zone,
	"received" integer DEFAULT 0 NOT NULL,
	"last_rejected_at" timestamp with time zone,
	"rejected" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "webhooks_account_kind" UNIQUE("account_id","kind")
);
--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "trigger" integer;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "last_action" integer;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "night_mode" boolean;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "ring_to_open_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "hardware" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "fob_paired" boolean;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "capabilities" integer;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "operating_mode" integer;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "intercom_id" integer;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "config" jsonb;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "advanced_config" jsonb;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "state_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "door_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "look_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "entries_seen_to" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "remote_opening" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "reason_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_channel_id_alert_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."alert_channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_bridge_id_bridges_id_fk" FOREIGN KEY ("bridge_id") REFERENCES "public"."bridges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_acknowledged_by_admins_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "battery_readings" ADD CONSTRAINT "battery_readings_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_devices" ADD CONSTRAINT "bridge_devices_bridge_id_bridges_id_fk" FOREIGN KEY ("bridge_id") REFERENCES "public"."bridges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_devices" ADD CONSTRAINT "bridge_devices_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridge_readings" ADD CONSTRAINT "bridge_readings_bridge_id_bridges_id_fk" FOREIGN KEY ("bridge_id") REFERENCES "public"."bridges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridges" ADD CONSTRAINT "bridges_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_outages" ADD CONSTRAINT "device_outages_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_deliveries_waiting" ON "alert_deliveries" USING btree ("next_try_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("cause") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "alerts_opened" ON "alerts" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "alerts_device" ON "alerts" USING btree ("device_id","opened_at");--> statement-breakpoint
CREATE INDEX "battery_readings_device" ON "battery_readings" USING btree ("device_id","part","at");--> statement-breakpoint
CREATE INDEX "bridge_devices_device" ON "bridge_devices" USING btree ("device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "device_outages_open" ON "device_outages" USING btree ("device_id") WHERE until_at is null;--> statement-breakpoint
CREATE INDEX "device_outages_device" ON "device_outages" USING btree ("device_id","from_at");--> statement-breakpoint
CREATE INDEX "entries_device_occurred" ON "entries" USING btree ("device_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_occurred" ON "entries" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_staff" ON "entries" USING btree ("staff_id","occurred_at");--> statement-breakpoint
CREATE INDEX "entries_auth" ON "entries" USING btree ("device_id","auth_id","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "operations_press" ON "operations" USING btree ("press_id");--> statement-breakpoint
CREATE INDEX "operations_device" ON "operations" USING btree ("device_id","requested_at");--> statement-breakpoint
CREATE INDEX "operations_open" ON "operations" USING btree ("state") WHERE settled_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "setting_changes_open" ON "setting_changes" USING btree ("device_id","part","member") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "setting_changes_device" ON "setting_changes" USING btree ("device_id","created_at");--> statement-breakpoint
CREATE INDEX "live_events_at" ON "live_events" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_digest" ON "webhook_deliveries" USING btree ("account_id","digest");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_open" ON "webhook_deliveries" USING btree ("processed_at","id");