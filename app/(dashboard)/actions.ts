"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { searchEverything } from "@/lib/overview/search";
import { ok } from "@/lib/result";

export const searchAction = defineAction({
  permission: "overview:read",
  input: z.object({ q: z.string().max(100) }),
  run: async (actor, { q }) => {
    const t = await getTranslations("operations.ask");
    const found = await searchEverything(actor, q);
    return ok(
      found.map((item) =>
        item.operation ? { ...item, name: t(item.operation, { door: item.name }) } : item,
      ),
    );
  },
});
