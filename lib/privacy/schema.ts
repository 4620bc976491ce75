import { z } from "zod";
import { withoutCodes } from "@/lib/access/without-codes";

/** How long names are visible after they were revealed. */
export const revealMinutes = 15;

const reason = z.string().trim().max(300).transform(withoutCodes);

/** Somebody says why, in words that mean something when they are read years later. */
export const revealSchema = z.object({
  reason: reason.refine((text) => text.length >= 10, "privacy.reveal.short"),
});
export type RevealInput = z.output<typeof revealSchema>;

export const privacySettingsSchema = z.object({ namesHidden: z.boolean(), inside: z.boolean() });
/** namesHidden: people in the door log are pseudonyms. inside: "who is probably inside" may be asked. */
export type PrivacySettings = z.output<typeof privacySettingsSchema>;

/** One switch at a time. */
export const privacyChangeSchema = privacySettingsSchema.partial();
export type PrivacyChange = z.output<typeof privacyChangeSchema>;

export const dataFormats = ["html", "json"] as const;
export type DataFormat = (typeof dataFormats)[number];

export const dataLanguages = ["en", "de"] as const;
export type DataLanguage = (typeof dataLanguages)[number];

/** What is asked for before all data about a person leaves: a ticket or a reason is welcome, and required while names are hidden. */
export const dataExportSchema = z.object({
  format: z.enum(dataFormats),
  language: z.enum(dataLanguages),
  reason,
});
export type DataExportInput = z.output<typeof dataExportSchema>;
