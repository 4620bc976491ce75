"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { admitDataExport } from "@/lib/privacy/data/export";

/** May the file be asked for now? It is made by the download itself, which checks again. */
export const admitDataExportAction = defineAction({
  permission: "staff:export",
  input: z.object({}),
  run: (actor) => admitDataExport(actor),
});
