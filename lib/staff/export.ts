import "server-only";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { exportStaffCsv } from "@/lib/import/export";
import type { FileLanguage } from "@/lib/import/fields";
import { loadDirectory } from "@/lib/imports/directory";
import { listStaffIds, type StaffListQuery } from "./list";

/** Everybody whom a view shows, as a file that imports unchanged; without codes. */
export async function exportStaff(
  actor: Actor,
  query: StaffListQuery,
  language: FileLanguage,
): Promise<string> {
  assertMay(actor, "staff:read");
  const staffIds = new Set(await listStaffIds(actor, query));
  const directory = await transact((tx) => loadDirectory(tx));
  return exportStaffCsv(directory, language, staffIds);
}
