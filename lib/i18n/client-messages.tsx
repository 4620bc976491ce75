import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Messages } from "./messages/en";

type Area = keyof Messages;
/** One part of an area: a long list need not bring the words of every form beside it. */
type Part = { [A in Area]: `${A}.${keyof Messages[A] & string}` }[Area];

const everywhere = ["common", "errors"] as const satisfies readonly Area[];

/**
 * Gives the client components below the words of some areas. Providers replace each other instead of adding up, so
 * the areas that our own components need are always among them; everything else stays on the server.
 */
export async function ClientMessages({
  areas = [],
  children,
}: {
  areas?: readonly (Area | Part)[];
  children: ReactNode;
}) {
  const picked = pick(await getMessages(), [...everywhere, ...areas]);
  return <NextIntlClientProvider messages={picked}>{children}</NextIntlClientProvider>;
}

function pick(messages: Messages, paths: readonly (Area | Part)[]) {
  const picked: Record<string, Record<string, unknown>> = {};
  for (const path of paths) {
    const [area, part] = path.split(".") as [Area, string?];
    const words: Record<string, unknown> = messages[area];
    picked[area] = part ? { ...picked[area], [part]: words[part] } : words;
  }
  return picked as Partial<Messages>;
}
