import "server-only";
import { asc, eq } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { getDb, transact } from "@/lib/db/connection";
import { sites, staff } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { nameViewOf } from "../names";
import { type DataExportInput, revealSchema } from "../schema";
import { htmlHead, htmlSection, htmlTail } from "./html";
import { sections } from "./sections";
import { dataWords } from "./words";

/**
 * A part of what is kept would be no answer to somebody who asks for all of it. The file says whose entries these are,
 * so it needs a reason wherever the names would not be told without one.
 */
export async function admitDataExport(
  actor: Actor,
  { reason }: Pick<DataExportInput, "reason">,
  now = new Date(),
): Promise<Result<{ reveals: boolean }>> {
  assertMay(actor, "staff:export");
  if (actor.sites !== "all") return refuse("forbidden");
  const { hidden } = await nameViewOf(actor, now.getTime());
  if (hidden && !revealSchema.safeParse({ reason }).success)
    return refuse("names_hidden", { field: "reason" });
  const given = await requireStepUp(actor, now);
  return given.ok ? ok({ reveals: hidden }) : given;
}

/** All that is kept about one person as a file of any length in pieces; recorded before the first one leaves. */
export async function exportPersonData(
  actor: Actor,
  staffId: StaffId,
  { format, language, reason }: DataExportInput,
  now = new Date(),
): Promise<Result<AsyncGenerator<string>>> {
  const admitted = await admitDataExport(actor, { reason }, now);
  if (!admitted.ok) return admitted;
  const [person] = await getDb().select({ name: staff.displayName }).from(staff).where(eq(staff.id, staffId));
  if (!person) return refuse("not_found");
  const [office] = await getDb()
    .select({ timeZone: sites.timeZone })
    .from(sites)
    .orderBy(asc(sites.createdAt));
  const detail = {
    ...{ name: person.name, format },
    ...(reason === "" ? {} : { reason }),
    // As a reveal would be: hidden names left with this file.
    ...(admitted.value.reveals ? { names: true } : {}),
  };
  await transact((tx) =>
    record(tx, actor, [{ type: "staff.data_exported", subjectId: staffId, detail }], now),
  );
  const file = { staffId, name: person.name, by: actor.name, at: now, reason };
  const words = dataWords(language, office?.timeZone ?? "UTC");
  return ok(format === "json" ? jsonOf(file, words) : htmlOf(file, words));
}

interface DataFile {
  readonly staffId: StaffId;
  readonly name: string;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
}

type Words = ReturnType<typeof dataWords>;

async function* jsonOf({ staffId, by, at, reason }: DataFile, words: Words): AsyncGenerator<string> {
  const about = { madeAt: at, madeBy: by, reason, notes: words.notes() };
  const head = JSON.stringify({ format: "postern-person-data", version: 1, ...about });
  yield `${head.slice(0, -1)},"sections":{`;
  let before = "";
  for (const section of sections) {
    yield `${before}\n"${section.id}":[`;
    let between = "\n";
    for await (const rows of section.read(staffId, words)) {
      yield rows.map((row, index) => `${index === 0 ? between : ",\n"}${JSON.stringify(row)}`).join("");
      between = ",\n";
    }
    yield "]";
    before = ",";
  }
  yield "\n}}\n";
}

async function* htmlOf({ staffId, name, by, at, reason }: DataFile, words: Words): AsyncGenerator<string> {
  yield htmlHead(words, words.title(name), [
    words.made(at, by),
    ...(reason === "" ? [] : [words.reason(reason)]),
    words.zone(),
    ...words.notes(),
  ]);
  for (const section of sections) yield* htmlSection(section, section.read(staffId, words), words);
  yield htmlTail;
}
