"use server";

import { defineAction } from "@/lib/action";
import { admitDataExport } from "@/lib/privacy/data/export";
import { dataExportSchema } from "@/lib/privacy/schema";

/** May the file be asked for now? It is made by the download itself, which checks again. */
export const admitDataExportAction = defineAction({
  permission: "staff:export",
  input: dataExportSchema.pick({ reason: true }),
  run: (actor, input) => admitDataExport(actor, input),
});
