import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Messages } from "./messages/en";

type Area = keyof Messages;

const everywhere = ["common", "errors"] as const satisfies readonly Area[];

/**
 * Gives the client components below the words of some areas. Providers replace each other instead of adding up, so
 * the areas that our own components need are always among them; everything else stays on the server.
 */
export async function ClientMessages({
  areas = [],
  children,
}: {
  areas?: readonly Area[];
  children: ReactNode;
}) {
  const messages = await getMessages();
  const picked = Object.fromEntries([...everywhere, ...areas].map((area) => [area, messages[area]]));
  return <NextIntlClientProvider messages={picked}>{children}</NextIntlClientProvider>;
}
