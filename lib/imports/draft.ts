import "server-only";
import { gunzipSync, gzipSync } from "node:zlib";
import type { StaffId } from "@/lib/access/types";
import { getSecrets } from "@/lib/db/secrets";
import type { Sealed } from "@/lib/db/tables/columns";
import type { MatchedRow } from "@/lib/import/match";
import type { Table } from "@/lib/import/parse";

/**
 * The content of an import while it is needed. Cells may hold keypad codes, so all of it is sealed, and it is thrown
 * away when the import is over.
 */
export interface Draft {
  /** The file's bytes in base64, as long as encoding and delimiter may still be changed. */
  readonly source: string | null;
  readonly table: Table;
  /** What was confirmed: the rows that the job writes. */
  readonly work: readonly WorkRow[] | null;
}

export type WorkRow =
  | Extract<MatchedRow, { outcome: "add" | "update" }>
  | {
      readonly line: number;
      readonly name: string;
      readonly problems: MatchedRow["problems"];
      readonly outcome: "suspend" | "remove";
      readonly staffId: StaffId;
    };

export function sealDraft(importId: string, draft: Draft): Sealed {
  const packed = gzipSync(JSON.stringify(draft), { level: 4 }).toString("base64");
  return getSecrets().seal(packed, `import_table:${importId}`);
}

export function openDraft(importId: string, sealed: Sealed): Draft {
  const packed = getSecrets().unseal(sealed, `import_table:${importId}`);
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString("utf8")) as Draft;
}
