import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

type Translate = Awaited<ReturnType<typeof getTranslations<never>>>;

/** A page's `generateMetadata`: its name in the person's language, for the tab and for screen readers. */
export function pageTitle(read: (t: Translate) => string): () => Promise<Metadata> {
  return async () => ({ title: read(await getTranslations()) });
}
