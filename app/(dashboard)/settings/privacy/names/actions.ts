"use server";

import { defineAction } from "@/lib/action";
import { changePrivacySettings } from "@/lib/privacy/commands";
import { privacyChangeSchema } from "@/lib/privacy/schema";

export const changePrivacyAction = defineAction({
  permission: "privacy:write",
  input: privacyChangeSchema,
  run: (actor, change) => changePrivacySettings(actor, change),
});
