"use server";

import { defineAction } from "@/lib/action";
import { correctCell, decideRow, discardImport, mapColumns, rereadFile } from "@/lib/imports/commands";
import { confirmImport } from "@/lib/imports/confirm";
import { pauseImport, resumeImport } from "@/lib/imports/pause";
import {
  cellSchema,
  confirmSchema,
  decisionSchema,
  importSchema,
  mappingSchema,
  readingSchema,
  resumeSchema,
  uploadSchema,
} from "@/lib/imports/schema";
import { startImport } from "@/lib/imports/upload";

export const uploadAction = defineAction({
  permission: "import:run",
  input: uploadSchema,
  run: async (actor, file) =>
    startImport(actor, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }),
});

export const rereadAction = defineAction({ permission: "import:run", input: readingSchema, run: rereadFile });

export const mapColumnsAction = defineAction({
  permission: "import:run",
  input: mappingSchema,
  run: mapColumns,
});

export const correctCellAction = defineAction({
  permission: "import:run",
  input: cellSchema,
  run: correctCell,
});

export const decideRowAction = defineAction({
  permission: "import:run",
  input: decisionSchema,
  run: decideRow,
});

export const confirmImportAction = defineAction({
  permission: "import:run",
  input: confirmSchema,
  run: (actor, input) => confirmImport(actor, input),
});

export const pauseImportAction = defineAction({
  permission: "import:run",
  input: importSchema,
  run: (actor, { importId }) => pauseImport(actor, importId),
});

export const resumeImportAction = defineAction({
  permission: "import:run",
  input: resumeSchema,
  run: (actor, input) => resumeImport(actor, input),
});

export const discardImportAction = defineAction({
  permission: "import:run",
  input: importSchema,
  run: (actor, { importId }) => discardImport(actor, importId),
});
