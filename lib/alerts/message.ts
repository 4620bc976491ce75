import { createTranslator } from "next-intl";
import { messages as dictionaries } from "@/lib/i18n/dictionaries";
import { htmlOf, type Letter, textOf } from "@/lib/mail/html";
import { formatDateTime, type TimeLocale } from "@/lib/time/format";
import type { AlertView } from "./queries";
import { alertParams, alertPlace } from "./words";

export type AlertEvent = "opened" | "resolved";

export interface Told {
  readonly alert: AlertView;
  readonly event: AlertEvent;
}

export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function wordsIn(locale: TimeLocale) {
  return createTranslator({ locale, messages: dictionaries[locale], namespace: "alerts" });
}

/** The mail about one alert. */
export function singleMail({ alert, event }: Told, locale: TimeLocale, publicUrl: string): WrittenMail {
  const t = wordsIn(locale);
  const names = { what: t(`kind.${alert.kind}`), where: alertPlace(alert) };
  const letter: Letter = {
    blocks: [{ heading: null, items: [blockOf({ alert, event }, locale)] }],
    link: linkTo(publicUrl, t("mail.link")),
    footer: t("mail.footer"),
  };
  return written(t(`mail.subject.${event}`, names), letter);
}

/** The daily mail: what is new, what is over, and how much there is to see to in all. */
export function digestMail(
  told: readonly Told[],
  openCount: number,
  locale: TimeLocale,
  publicUrl: string,
): WrittenMail {
  const t = wordsIn(locale);
  const over = new Set(told.filter(({ event }) => event === "resolved").map(({ alert }) => alert.id));
  // What came and went since the last mail is told once, as over.
  const news = told.filter(({ alert, event }) => event === "opened" && !over.has(alert.id));
  const ended = told.filter(({ event }) => event === "resolved");
  const sections = [
    { heading: t("mail.new", { count: news.length }), items: news },
    { heading: t("mail.over", { count: ended.length }), items: ended },
  ].filter(({ items }) => items.length > 0);
  const letter: Letter = {
    blocks: [
      ...sections.map(({ heading, items }) => ({
        heading,
        items: items.map((item) => blockOf(item, locale)),
      })),
      { heading: null, items: [{ title: t("mail.open", { count: openCount }), lines: [] }] },
    ],
    link: linkTo(publicUrl, t("mail.link")),
    footer: t("mail.footer"),
  };
  return written(t("mail.subject.digest", { news: news.length, over: ended.length }), letter);
}

/** The mail that somebody sends to see whether mails arrive. */
export function testMail(locale: TimeLocale, publicUrl: string): WrittenMail {
  const t = wordsIn(locale);
  const letter: Letter = {
    blocks: [{ heading: null, items: [{ title: t("mail.test"), lines: [] }] }],
    link: linkTo(publicUrl, t("mail.link")),
    footer: t("mail.footer"),
  };
  return written(t("mail.subject.test"), letter);
}

/** What an outgoing webhook carries: facts for machines, and the sentence for people. */
export function webhookBody({ alert, event }: Told, locale: TimeLocale): string {
  const t = wordsIn(locale);
  const { id, kind, severity, siteName: site, openedAt, resolvedAt } = alert;
  const at = (event === "resolved" ? resolvedAt : null) ?? openedAt;
  return JSON.stringify({
    ...{ id, kind, event, severity },
    device: alertPlace(alert) || null,
    site,
    text: t(`text.${kind}`, alertParams(alert, locale)),
    at: at.toISOString(),
  });
}

export function testBody(locale: TimeLocale, at: Date): string {
  const t = wordsIn(locale);
  return JSON.stringify({
    ...{ id: null, kind: "test", event: "test", severity: null, device: null, site: null },
    text: t("mail.test"),
    at: at.toISOString(),
  });
}

function blockOf({ alert, event }: Told, locale: TimeLocale) {
  const t = wordsIn(locale);
  const params = alertParams(alert, locale);
  const time = (at: Date) => formatDateTime(at.getTime(), locale, alert.timeZone ?? "UTC");
  const where = [alertPlace(alert), alert.siteName].filter(Boolean).join(", ");
  const title = [t(`kind.${alert.kind}`), where].filter(Boolean).join(": ");
  if (event === "resolved" && alert.resolvedAt) {
    const ended = { from: time(alert.openedAt), until: time(alert.resolvedAt) };
    return { title, lines: [t("mail.resolved", ended)] };
  }
  return {
    title,
    lines: [t(`text.${alert.kind}`, params), t("mail.todo", { todo: t(`todo.${alert.kind}`, params) })],
  };
}

function linkTo(publicUrl: string, label: string): Letter["link"] {
  return { href: `${publicUrl}/alerts`, label };
}

function written(subject: string, letter: Letter): WrittenMail {
  return { subject, text: textOf(letter), html: htmlOf(letter) };
}
