CREATE TABLE "entry_names" (
	"text" text PRIMARY KEY NOT NULL,
	"who" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "entries" DROP CONSTRAINT "entries_device_nuki";--> statement-breakpoint
DROP INDEX "entries_outcome";--> statement-breakpoint
DROP INDEX "entries_trigger";--> statement-breakpoint
DROP INDEX "entries_action";--> statement-breakpoint
DROP INDEX "entries_source";--> statement-breakpoint
DROP INDEX "entries_device_outcome";--> statement-breakpoint
DROP INDEX "entries_name";--> statement-breakpoint
DROP INDEX "entries_staff";--> statement-breakpoint
DROP INDEX "entries_auth";--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "facet" integer GENERATED ALWAYS AS ((case outcome when 'opened' then 0 when 'refused' then 1 when 'fault' then 2 else 3 end)
          + (case when device_type = 2 then 4 else 0 end) + 8 * (case when source >= 0 then least(source, 30) + 1 else 0 end)
          + 256 * least(greatest("trigger", 0), 1023) + 262144 * least(greatest(action, 0), 1023)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "who" integer GENERATED ALWAYS AS (hashtext(lower(name || ' ' || coalesce(person, '')))) STORED;--> statement-breakpoint
CREATE INDEX "entry_names_text" ON "entry_names" USING gin ("text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "entries_facet" ON "entries" USING btree ("facet","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_who" ON "entries" USING btree ("who","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_device_facet" ON "entries" USING btree ("device_id","facet","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_staff_facet" ON "entries" USING btree ("staff_id","facet","occurred_at","id") WHERE staff_id is not null;--> statement-breakpoint
CREATE INDEX "entries_staff_device" ON "entries" USING btree ("staff_id","device_id","occurred_at","id") WHERE staff_id is not null;--> statement-breakpoint
CREATE INDEX "entries_staff" ON "entries" USING btree ("staff_id","occurred_at","id") WHERE staff_id is not null;--> statement-breakpoint
CREATE INDEX "entries_auth" ON "entries" USING btree ("auth_id","device_id","occurred_at");--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_device_nuki" UNIQUE("nuki_id","device_id");--> statement-breakpoint
-- Whatever writes an entry, its names can be found. In one order, so that two who write the same ones wait and do not deadlock.
CREATE FUNCTION "entries_keep_names"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "entry_names" ("text", "who")
  SELECT DISTINCT left(lower(e."name" || ' ' || coalesce(e."person", '')), 500), e."who" FROM "written" e
  WHERE NOT EXISTS (
    SELECT 1 FROM "entry_names" n WHERE n."text" = left(lower(e."name" || ' ' || coalesce(e."person", '')), 500))
  ORDER BY 1 ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "entries_names_new" AFTER INSERT ON "entries" REFERENCING NEW TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "entries_keep_names"();
--> statement-breakpoint
CREATE TRIGGER "entries_names_changed" AFTER UPDATE ON "entries" REFERENCING NEW TABLE AS "written"
  FOR EACH STATEMENT EXECUTE FUNCTION "entries_keep_names"();
--> statement-breakpoint
INSERT INTO "entry_names" ("text", "who")
SELECT DISTINCT left(lower("name" || ' ' || coalesce("person", '')), 500), "who" FROM "entries" ON CONFLICT DO NOTHING;
