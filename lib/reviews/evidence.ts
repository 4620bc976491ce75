import "server-only";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { csvLines } from "@/lib/import/csv-write";
import { delimiterOf } from "@/lib/import/file-words";
import type { EvidenceCells, EvidencePaper } from "@/lib/print/evidence";
import { formatDateTime, formatLocalDate, type TimeLocale } from "@/lib/time/format";
import { localDateTimeOf } from "@/lib/time/zones";
import { withdrawnPartOf } from "./access";
import type { ReviewFacts } from "./facts";
import { type ItemView, listAllItems } from "./items";
import { countTaken, isPending } from "./outcome";
import { findReview, getReviewRow, type ReviewView } from "./queries";
import { listUnmanagedOf, type UnmanagedDoor } from "./unmanaged";
import { reviewWords } from "./words";

export const evidenceFormats = ["pdf", "csv"] as const;
export type EvidenceFormat = (typeof evidenceFormats)[number];

/** A whole review as it stands at one moment, to be taken along. */
export interface Evidence {
  readonly review: ReviewView;
  readonly rows: readonly ItemView[];
  readonly unmanaged: readonly UnmanagedDoor[];
  readonly drift: ReviewFacts["drift"];
  /** Of the rows as they are now: the same as was signed, or something is wrong. */
  readonly hash: string;
  readonly readAt: Date;
}

/** The evidence of a review, or null. Who takes it along is recorded before it leaves. */
export async function exportEvidence(
  actor: Actor,
  id: string,
  format: EvidenceFormat,
  now = new Date(),
): Promise<Evidence | null> {
  assertMay(actor, "reviews:read");
  const review = await findReview(actor, id, now);
  const row = review && (await getReviewRow(actor, review.id));
  if (!review || !row) return null;
  const [{ rows, hash, drift }, unmanaged] = await Promise.all([
    listAllItems(actor, review),
    listUnmanagedOf(actor, row),
  ]);
  const detail = { name: review.name, format, count: rows.length, state: review.state };
  const event = { type: "review.exported" as const, subjectId: review.id, detail };
  await transact((tx) => record(tx, actor, [event], now));
  return { review, rows, unmanaged, drift, hash, readAt: now };
}

/** The evidence in words, for paper. Everything that is not done stands on it too. */
export function evidencePaper(evidence: Evidence, language: TimeLocale): EvidencePaper {
  const { review, rows, drift, readAt } = evidence;
  const words = reviewWords(language);
  const { t } = words;
  const at = (instant: Date) => formatDateTime(instant.getTime(), language, review.timeZone);
  const isSigned = review.state === "signed";
  const { keep, reduce, revoke, decided } = review;
  const facts = [
    {
      term: t("evidence.scope"),
      value: t("detail.scopeLine", { scope: t(`scope.${review.scope}`), name: review.scopeName }),
    },
    {
      term: t("evidence.period"),
      value: t("evidence.periodText", { from: at(review.createdAt), until: at(review.signedAt ?? readAt) }),
    },
    { term: t("evidence.who"), value: review.createdByName },
    ...(review.dueDay ? [{ term: t("evidence.due"), value: formatLocalDate(review.dueDay, language) }] : []),
    { term: t("evidence.unused"), value: t("evidence.unusedDays", { days: review.unusedDays }) },
    {
      term: t("evidence.result"),
      value: t("evidence.resultText", {
        ...{ rows: review.rows, keep, reduce, revoke },
        undecided: review.rows - decided,
      }),
    },
    ...(drift
      ? [
          {
            term: t("evidence.drift"),
            value: t(isDrifted(drift) ? "evidence.driftText" : "evidence.driftNone", drift),
          },
        ]
      : []),
    {
      term: t("evidence.readAt"),
      value: `${at(readAt)}. ${t("evidence.zone", { zone: review.timeZone })}`,
    },
  ];
  return {
    language,
    title: t("evidence.title"),
    name: review.name,
    banner: isSigned ? null : t(review.state === "open" ? "evidence.draft" : "evidence.discarded"),
    facts,
    tableTitle: t("evidence.rows"),
    columns: [
      t("evidence.person"),
      t("evidence.access"),
      t("evidence.use"),
      t("evidence.decision"),
      t("evidence.outcome"),
    ],
    rows: rows.map((row) => cellsOf(row, review, language)),
    sections: [
      ...(isSigned ? [notConfirmed(evidence, language)] : []),
      unmanagedSection(evidence, language),
      // Nobody has declared anything before the signature.
      ...(isSigned
        ? [
            {
              title: t("evidence.statement"),
              paragraphs: [t("sign.statementText", { rows: review.rows, at: at(review.createdAt) })],
            },
          ]
        : []),
      signature(evidence, language),
    ],
    footer: (page, pages) => `${review.name} · ${at(readAt)} · ${t("evidence.page", { page, pages })}`,
  };
}

function isDrifted({ left, gone, changed, added }: NonNullable<ReviewFacts["drift"]>): boolean {
  return left + gone + changed + added > 0;
}

function cellsOf(row: ItemView, review: ReviewView, language: TimeLocale): EvidenceCells<string[]> {
  const words = reviewWords(language);
  const { t } = words;
  const by =
    row.decidedBy && row.decidedAt
      ? t("evidence.by", {
          name: row.decidedBy,
          at: formatDateTime(row.decidedAt.getTime(), language, review.timeZone),
        })
      : null;
  return [
    [row.person, row.door],
    [
      ...row.access.map((one) => words.access(one, row.timeZone)),
      ...(row.rules.length === 0 ? [t("rule.none")] : row.rules.map(words.rule)),
    ],
    [words.since(row.since, row.timeZone), words.use(row)],
    [
      words.decision(row.decision, row.reduce),
      ...(by ? [by] : []),
      ...(row.note ? [t("evidence.note", { note: row.note })] : []),
    ],
    review.state === "signed" ? linesOf(words.outcome(row)) : [],
  ];
}

function linesOf({ what, readBack }: ReturnType<ReturnType<typeof reviewWords>["outcome"]>): string[] {
  return readBack ? [what, readBack] : [what];
}

function notConfirmed({ rows }: Evidence, language: TimeLocale) {
  const words = reviewWords(language);
  const { t } = words;
  const open = rows.filter((row) => isPending(row.outcome));
  return {
    title: t("evidence.notConfirmed"),
    paragraphs:
      open.length === 0
        ? words.taken(countTaken(rows.map((row) => row.outcome)))
        : [
            t("evidence.notConfirmedText", { count: open.length }),
            ...open.map((row) => {
              const { person, door } = row;
              return t("evidence.notConfirmedRow", { person, door, outcome: words.outcome(row).what });
            }),
          ],
  };
}

function unmanagedSection({ unmanaged }: Evidence, language: TimeLocale) {
  const { t } = reviewWords(language);
  const count = unmanaged.reduce((sum, door) => sum + door.count, 0);
  const doors = unmanaged.map((door) => t("evidence.unmanagedDoor", { name: door.name, count: door.count }));
  return {
    title: t("evidence.unmanaged"),
    paragraphs: [
      count === 0
        ? t("evidence.unmanagedNone")
        : t("evidence.unmanagedText", { count, doors: doors.join(", ") }),
    ],
  };
}

function signature({ review, hash }: Evidence, language: TimeLocale) {
  const { t } = reviewWords(language);
  const { signedAt, signedName, signedByName, signedByEmail, evidenceHash } = review;
  const title = t("evidence.signature");
  if (!signedAt) return { title, paragraphs: [t("evidence.notSigned"), `${t("evidence.hash")}: ${hash}`] };
  return {
    title,
    paragraphs: [
      t("evidence.signatureText", {
        name: signedName ?? "",
        at: formatDateTime(signedAt.getTime(), language, review.timeZone),
        account: signedByName ?? "",
        email: signedByEmail ?? "",
      }),
      `${t("evidence.hash")}: ${evidenceHash}`,
      `${t(hash === evidenceHash ? "evidence.intact" : "evidence.broken")} ${t("evidence.trail")}`,
    ],
  };
}

const fileColumns = [
  ...["person", "door", "access", "rules", "since", "lastUsed", "use", "decision", "reduce", "note"],
  ...["decidedBy", "decidedAt", "outcome", "outcomeAt", "readAt"],
] as const;
const dayLength = "2026-12-31".length;
type FileColumn = (typeof fileColumns)[number];

/** The rows as a file for spreadsheets, with the times of each door's site. */
export function evidenceCsv({ review, rows, readAt }: Evidence, language: TimeLocale): string {
  const words = reviewWords(language);
  const { t } = words;
  const lines = rows.map((row) => {
    const at = (instant: Date | null) =>
      instant ? localDateTimeOf(instant.getTime(), row.timeZone).replace("T", " ") : "";
    const part = withdrawnPartOf(row.decision, row.reduce);
    const cells: Record<FileColumn, string> = {
      person: row.person,
      door: row.door,
      access: row.access.map((one) => words.access(one, row.timeZone)).join("; "),
      rules: row.rules.map(words.rule).join("; "),
      since: at(row.since),
      lastUsed: row.lastUsedAt === "hidden" ? t("use.hidden") : at(row.lastUsedAt).slice(0, dayLength),
      use: words.use(row),
      decision: words.decision(row.decision, row.reduce),
      reduce: part ?? "",
      note: row.note,
      decidedBy: row.decidedBy ?? "",
      decidedAt: at(row.decidedAt),
      outcome: review.state === "signed" ? words.outcome(row).what : "",
      outcomeAt: row.outcome.kind === "done" ? at(row.outcome.at) : "",
      readAt: at(readAt),
    };
    return fileColumns.map((column) => cells[column]);
  });
  return csvLines([fileColumns.map((column) => t(`file.${column}`)), ...lines], delimiterOf(language), {
    isFirst: true,
  });
}
