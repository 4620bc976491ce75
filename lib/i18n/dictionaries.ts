import de from "./messages/de";
import en, { type Messages } from "./messages/en";

/** Both dictionaries at once: for what is written in somebody else's language than the reader's of the page. */
export const messages: Readonly<Record<"en" | "de", Messages>> = { en, de };
