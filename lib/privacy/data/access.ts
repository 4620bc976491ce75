import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { getDb } from "@/lib/db/connection";
import {
  accessReviewItems,
  accessReviews,
  admins,
  authorizationLives,
  authorizations,
  bindings,
  changes,
  codeSheets,
  credentialLives,
  credentials,
  devices,
  importRows,
  imports,
  placements,
  rotationPeople,
  rotations,
  sites,
} from "@/lib/db/schema";
import { paged, type Section } from "./section";

/** Of a row that keeps a weekly window in columns; null where it has none. */
const windowOf = <
  Row extends { days: number | null; fromMinute: number | null; untilMinute: number | null },
>({
  days,
  fromMinute,
  untilMinute,
  ...row
}: Row) => ({
  ...row,
  window: days === null ? null : { days, fromMinute: fromMinute ?? 0, untilMinute: untilMinute ?? 0 },
});

/** When an authorization opens, as each of these tables keeps it. */
const contentOf = <Table extends typeof authorizations | typeof authorizationLives | typeof credentialLives>({
  enabled,
  remoteAllowed: remote,
  days,
  fromMinute,
  untilMinute,
  validFrom,
  validUntil,
}: Table) => ({ enabled, remote, days, fromMinute, untilMinute, validFrom, validUntil });

/** What the person has at the doors, had, and what was done for it. */
export const aboutAccess: readonly Section[] = [
  {
    id: "credentials",
    tables: ["credentials"],
    columns: ["door", "site", "kind", "state", "window", "since", "confirmedAt"],
    read: paged((staffId) =>
      getDb()
        .select({
          door: devices.name,
          site: sites.name,
          kind: credentials.kind,
          state: credentials.state,
          reason: credentials.reason,
          window: sql<unknown>`${credentials.wish} -> 'window'`,
          since: credentials.since,
          confirmedAt: credentials.confirmedAt,
        })
        .from(credentials)
        .innerJoin(devices, eq(devices.id, credentials.deviceId))
        .leftJoin(placements, eq(placements.deviceId, credentials.deviceId))
        .leftJoin(sites, eq(sites.id, placements.siteId))
        .where(eq(credentials.staffId, staffId))
        .orderBy(asc(devices.name), asc(credentials.deviceId), asc(credentials.kind)),
    ),
  },
  {
    id: "bindings",
    tables: ["bindings"],
    columns: ["door", "kind", "name", "enabled", "window", "origin", "at", "endedAt", "lastUseAt", "uses"],
    read: paged(
      (staffId) =>
        getDb()
          .select({
            door: devices.name,
            kind: bindings.kind,
            authorizationId: bindings.authId,
            origin: bindings.origin,
            at: bindings.boundAt,
            endedAt: bindings.endedAt,
            name: authorizations.name,
            ...contentOf(authorizations),
            lastUseAt: authorizations.lastActiveAt,
            uses: authorizations.lockCount,
          })
          .from(bindings)
          .innerJoin(devices, eq(devices.id, bindings.deviceId))
          .leftJoin(
            authorizations,
            and(
              eq(authorizations.deviceId, bindings.deviceId),
              eq(authorizations.nukiId, bindings.authId),
              // What the person let go of may be somebody else's today; what it was is told by `onDoors`.
              isNull(bindings.endedAt),
            ),
          )
          .where(eq(bindings.staffId, staffId))
          .orderBy(asc(bindings.boundAt), asc(bindings.id)),
      windowOf,
    ),
  },
  {
    id: "wanted",
    tables: ["credential_lives"],
    columns: ["door", "kind", "window", "enabled", "from", "until"],
    read: paged(
      (staffId) =>
        getDb()
          .select({
            door: devices.name,
            kind: credentialLives.kind,
            ...contentOf(credentialLives),
            rules: credentialLives.rules,
            from: credentialLives.fromAt,
            until: credentialLives.untilAt,
          })
          .from(credentialLives)
          .innerJoin(devices, eq(devices.id, credentialLives.deviceId))
          .where(eq(credentialLives.staffId, staffId))
          .orderBy(asc(credentialLives.id)),
      windowOf,
    ),
  },
  {
    id: "onDoors",
    tables: ["authorization_lives"],
    columns: ["door", "kind", "name", "window", "enabled", "from", "lastSeenAt", "until"],
    read: paged(
      (staffId) =>
        getDb()
          .select({
            door: devices.name,
            kind: authorizationLives.kind,
            authorizationId: authorizationLives.authId,
            name: authorizationLives.name,
            ...contentOf(authorizationLives),
            from: authorizationLives.fromAt,
            lastSeenAt: authorizationLives.lastSeenAt,
            until: authorizationLives.untilAt,
          })
          .from(authorizationLives)
          .innerJoin(devices, eq(devices.id, authorizationLives.deviceId))
          .where(eq(authorizationLives.staffId, staffId))
          .orderBy(asc(authorizationLives.id)),
      windowOf,
    ),
  },
  {
    id: "changes",
    tables: ["changes"],
    columns: ["createdAt", "door", "kind", "op", "state", "sentAt", "closedAt", "message"],
    read: paged((staffId) =>
      getDb()
        .select({
          createdAt: changes.createdAt,
          door: devices.name,
          kind: changes.kind,
          op: changes.op,
          state: changes.state,
          reason: changes.reason,
          message: changes.message,
          sentAt: changes.sentAt,
          acceptedAt: changes.acceptedAt,
          closedAt: changes.closedAt,
        })
        .from(changes)
        .innerJoin(devices, eq(devices.id, changes.deviceId))
        .where(eq(changes.staffId, staffId))
        .orderBy(asc(changes.createdAt), asc(changes.id)),
    ),
  },
  {
    id: "sheets",
    tables: ["code_sheets"],
    columns: [
      ...(["serial", "at", "by", "reason", "language", "collectBy", "collectedAt"] as const),
      ...(["returnedAt", "destroyedAt", "expiredAt"] as const),
    ],
    read: paged((staffId) =>
      getDb()
        .select({
          serial: codeSheets.serial,
          at: codeSheets.issuedAt,
          by: admins.name,
          reason: codeSheets.reason,
          language: codeSheets.language,
          collectBy: codeSheets.collectBy,
          collectedAt: codeSheets.collectedAt,
          returnedAt: codeSheets.returnedAt,
          destroyedAt: codeSheets.destroyedAt,
          expiredAt: codeSheets.expiredAt,
        })
        .from(codeSheets)
        .innerJoin(admins, eq(admins.id, codeSheets.issuedBy))
        .where(eq(codeSheets.staffId, staffId))
        .orderBy(asc(codeSheets.issuedAt), asc(codeSheets.id)),
    ),
  },
  {
    id: "rotations",
    tables: ["rotation_people"],
    columns: ["at", "why", "mode", "note", "by", "newCode", "endedAt"],
    read: paged((staffId) =>
      getDb()
        .select({
          at: rotations.startsAt,
          why: rotations.reason,
          mode: rotations.mode,
          note: rotations.note,
          by: admins.name,
          newCode: sql<boolean>`${rotationPeople.newCodeId} is not null`,
          problem: rotationPeople.problem,
          endedAt: rotations.finishedAt,
        })
        .from(rotationPeople)
        .innerJoin(rotations, eq(rotations.id, rotationPeople.rotationId))
        .innerJoin(admins, eq(admins.id, rotations.adminId))
        .where(eq(rotationPeople.staffId, staffId))
        .orderBy(asc(rotations.startsAt), asc(rotations.id)),
    ),
  },
  {
    id: "reviews",
    tables: ["access_review_items"],
    columns: ["review", "door", "since", "lastUseAt", "decision", "reduce", "note", "by", "at"],
    read: paged((staffId) =>
      getDb()
        .select({
          review: accessReviews.name,
          state: accessReviews.state,
          door: accessReviewItems.door,
          access: accessReviewItems.access,
          rules: accessReviewItems.rules,
          since: accessReviewItems.since,
          lastUseAt: accessReviewItems.lastUsedAt,
          decision: accessReviewItems.decision,
          reduce: accessReviewItems.reduce,
          note: accessReviewItems.note,
          by: admins.name,
          at: accessReviewItems.decidedAt,
        })
        .from(accessReviewItems)
        .innerJoin(accessReviews, eq(accessReviews.id, accessReviewItems.reviewId))
        .leftJoin(admins, eq(admins.id, accessReviewItems.decidedBy))
        .where(eq(accessReviewItems.staffId, staffId))
        .orderBy(asc(accessReviewItems.id)),
    ),
  },
  {
    id: "imports",
    tables: ["import_rows"],
    columns: ["at", "file", "line", "state", "cells", "by"],
    read: paged((staffId) =>
      getDb()
        .select({
          at: imports.uploadedAt,
          file: imports.fileName,
          line: importRows.line,
          state: importRows.outcome,
          problems: importRows.problems,
          cells: importRows.cells,
          by: admins.name,
        })
        .from(importRows)
        .innerJoin(imports, eq(imports.id, importRows.importId))
        .innerJoin(admins, eq(admins.id, imports.uploadedBy))
        .where(eq(importRows.staffId, staffId))
        .orderBy(asc(imports.uploadedAt), asc(importRows.importId), asc(importRows.line)),
    ),
  },
];
