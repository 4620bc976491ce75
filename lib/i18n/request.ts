import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale, localeCookie } from "./locale";

const dictionaries = {
  en: () => import("./messages/en"),
  de: () => import("./messages/de"),
};

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const locale = chooseLocale(chosen, (await headers()).get("accept-language"));
  const { default: messages } = await dictionaries[locale]();
  // Dates are formatted by lib/time with the site's zone; this one only keeps next-intl from guessing the server's.
  return { locale, messages, timeZone: "UTC" };
});
