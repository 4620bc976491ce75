import { createTranslator } from "next-intl";
import { messages as dictionaries } from "@/lib/i18n/dictionaries";
import { isLocale } from "@/lib/i18n/locale";
import { htmlOf, type Letter, textOf } from "@/lib/mail/html";
import { formatDateTime, formatLocalDate } from "@/lib/time/format";

interface Question {
  readonly visitor: string;
  readonly company: string;
  readonly askedBy: string;
  readonly hostLanguage: string;
  readonly lastDay: string | null;
  readonly newLastDay: string;
  readonly until: Date;
  readonly timeZone: string;
  readonly href: string;
}

/** "May your visitor stay longer?", in the host's language where we speak it. */
export function hostMail(question: Question): { subject: string; text: string; html: string } {
  const { visitor, company, askedBy, lastDay, newLastDay, until, timeZone, href } = question;
  const locale = isLocale(question.hostLanguage) ? question.hostLanguage : "en";
  const t = createTranslator({ locale, messages: dictionaries[locale], namespace: "visits.mail" });
  const day = formatLocalDate(newLastDay, locale);
  const lines = [
    lastDay === null ? "" : t("lastDay", { day: formatLocalDate(lastDay, locale) }),
    t("means"),
    t("good", { when: formatDateTime(until.getTime(), locale, timeZone) }),
  ];
  const letter: Letter = {
    blocks: [
      {
        heading: null,
        items: [
          {
            title: t("question", {
              visitor: company === "" ? visitor : t("of", { visitor, company }),
              day,
              by: askedBy,
            }),
            lines: lines.filter((line) => line !== ""),
          },
        ],
      },
    ],
    link: { href, label: t("link") },
    footer: t("footer"),
  };
  return { subject: t("subject", { visitor, day }), text: textOf(letter), html: htmlOf(letter) };
}
