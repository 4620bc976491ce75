DROP INDEX "entries_staff";--> statement-breakpoint
CREATE INDEX "entries_trigger" ON "entries" USING btree ("trigger","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_action" ON "entries" USING btree ("action","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_source" ON "entries" USING btree ("source","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_device_outcome" ON "entries" USING btree ("device_id","outcome","occurred_at","id");--> statement-breakpoint
CREATE INDEX "entries_staff" ON "entries" USING btree ("staff_id","occurred_at","id");--> statement-breakpoint
-- Entries from before outcomes were kept get theirs (lib/entries/words.ts, outcomeOf).
UPDATE "entries" SET "outcome" = CASE
  WHEN ("trigger" = 255 OR ("trigger" = 253 AND "source" IS DISTINCT FROM 3)) AND ("state" IN (224, 225, 226) OR "trigger" = 253) THEN 'refused'
  WHEN "action" IN (208, 209, 242) THEN 'fault'
  WHEN "action" IN (11, 224, 240, 241, 243, 250, 251, 252, 253, 254, 255) THEN 'event'
  WHEN "trigger" = 253 AND "source" = 3 THEN CASE WHEN "state" IN (0, 3, 37) THEN 'refused' ELSE 'fault' END
  WHEN "state" IN (2, 3, 4, 9, 10, 224, 225, 226) THEN 'refused'
  WHEN "state" <> 0 THEN 'fault'
  WHEN ("device_type" <> 2 AND "action" IN (1, 3, 4, 5)) OR ("device_type" = 2 AND "action" = 3) THEN 'opened'
  ELSE 'event' END
WHERE "raw" IS NULL;
