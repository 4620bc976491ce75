import "server-only";
import { eq } from "drizzle-orm";
import type { Actor } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { imports } from "@/lib/db/schema";
import { getEnv } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { type Draft, openDraft } from "./draft";
import { type ImportPlan, loadDoorsPicture, loadHouse, planImport } from "./preview";
import { type House, type Reading, readFile } from "./reading";
import { type Done, freshRest, loadDone } from "./rest";
import { type ImportSettings, settingsSchema } from "./settings";

export interface OpenDraft {
  readonly draft: Draft;
  readonly settings: ImportSettings;
  readonly house: House;
  readonly reading: Reading;
}

/** A draft as it reads right now, against what exists right now; of a paused import the rows that are left. */
export async function loadReading(actor: Actor, importId: string, now: Date): Promise<OpenDraft> {
  const { doors: _doors, done, ...open } = await load(actor, importId, now);
  return { ...open, reading: readingOf(open, done) };
}

export async function loadPlan(
  actor: Actor,
  importId: string,
  now: Date,
): Promise<OpenDraft & { plan: ImportPlan }> {
  const { doors, done, ...open } = await load(actor, importId, now, true);
  const reading = readingOf(open, done);
  if (!doors) throw new Error("the doors were not loaded");
  const plan = planImport(reading, open.house, doors, getEnv().nukiRequestsPerMinute, now);
  return { ...open, reading, plan };
}

function readingOf({ draft, settings, house }: Omit<OpenDraft, "reading">, done: Done | null): Reading {
  return done ? freshRest(draft, settings, house, done) : readFile(draft.table, settings, house);
}

/** Reading is one transaction; the computing comes after it, since on the embedded database everybody else waits. */
function load(actor: Actor, importId: string, now: Date, withDoors = false) {
  return transact(async (tx) => {
    const [row] = await tx.select().from(imports).where(eq(imports.id, importId));
    if (!row?.table) throw new AppError("not_found", `no draft of import ${importId}`);
    const settings = settingsSchema.parse(row.settings);
    const draft = openDraft(importId, row.table);
    const house = await loadHouse(tx, actor, draft.table, settings, now);
    const done = row.state === "paused" ? await loadDone(tx, importId) : null;
    return { settings, draft, house, done, doors: withDoors ? await loadDoorsPicture(tx) : null };
  });
}
