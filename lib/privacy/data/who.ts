import "server-only";
import { and, asc, eq, or, sql } from "drizzle-orm";
import { getDb } from "@/lib/db/connection";
import {
  accounts,
  accountUsers,
  admins,
  areas,
  devices,
  legalHolds,
  rules,
  schedules,
  staff,
  staffAccountUsers,
  staffCodes,
  staffTeams,
  teams,
  visitExtensions,
  visits,
  windowChoices,
  withdrawals,
} from "@/lib/db/schema";
import { paged, type Section } from "./section";

/** Who the person is here, and what people decided about them. */
export const aboutPerson: readonly Section[] = [
  {
    id: "person",
    tables: ["staff"],
    columns: [
      ...(["name", "firstName", "lastName", "email", "externalId", "department", "kind", "status"] as const),
      ...(["language", "firstDay", "lastDay", "notes", "createdAt", "updatedAt", "removedAt"] as const),
    ],
    read: paged((staffId) =>
      getDb()
        .select({
          id: staff.id,
          name: staff.displayName,
          firstName: staff.firstName,
          lastName: staff.lastName,
          email: staff.email,
          externalId: staff.externalId,
          department: staff.department,
          kind: staff.kind,
          status: staff.status,
          language: staff.language,
          firstDay: staff.firstDay,
          lastDay: staff.lastDay,
          notes: staff.notes,
          createdAt: staff.createdAt,
          updatedAt: staff.updatedAt,
          removedAt: staff.removedAt,
        })
        .from(staff)
        .where(eq(staff.id, staffId)),
    ),
  },
  {
    id: "teams",
    tables: ["staff_teams"],
    columns: ["team"],
    read: paged((staffId) =>
      getDb()
        .select({ team: teams.name })
        .from(staffTeams)
        .innerJoin(teams, eq(teams.id, staffTeams.teamId))
        .where(eq(staffTeams.staffId, staffId))
        .orderBy(asc(teams.name)),
    ),
  },
  {
    id: "nukiAccount",
    tables: ["staff_account_users"],
    columns: ["account", "name", "email", "seenAt"],
    read: paged((staffId) =>
      getDb()
        .select({
          account: accounts.name,
          accountUserId: staffAccountUsers.accountUserId,
          name: accountUsers.name,
          email: accountUsers.email,
          seenAt: accountUsers.seenAt,
        })
        .from(staffAccountUsers)
        .innerJoin(accounts, eq(accounts.id, staffAccountUsers.accountId))
        .leftJoin(
          accountUsers,
          and(
            eq(accountUsers.accountId, staffAccountUsers.accountId),
            eq(accountUsers.nukiId, staffAccountUsers.accountUserId),
          ),
        )
        .where(eq(staffAccountUsers.staffId, staffId))
        .orderBy(asc(accounts.name)),
    ),
  },
  {
    id: "codes",
    tables: ["staff_codes"],
    columns: ["createdAt", "retiredAt", "keepUntil"],
    // That there is one, and since when: never the digits, nor what they could be recognised by.
    read: paged((staffId) =>
      getDb()
        .select({
          createdAt: staffCodes.createdAt,
          retiredAt: staffCodes.retiredAt,
          keepUntil: staffCodes.keepUntil,
        })
        .from(staffCodes)
        .where(eq(staffCodes.staffId, staffId))
        .orderBy(asc(staffCodes.createdAt), asc(staffCodes.id)),
    ),
  },
  {
    id: "rules",
    tables: ["rules"],
    columns: ["team", "area", "schedule", "windows", "app", "keypad", "remote", "firstDay", "lastDay"],
    read: paged((staffId) =>
      getDb()
        .select({
          team: teams.name,
          area: areas.name,
          schedule: schedules.name,
          windows: schedules.windows,
          app: rules.app,
          keypad: rules.keypad,
          remote: rules.remote,
          firstDay: rules.firstDay,
          lastDay: rules.lastDay,
          createdAt: rules.createdAt,
        })
        .from(rules)
        .innerJoin(areas, eq(areas.id, rules.areaId))
        .innerJoin(schedules, eq(schedules.id, rules.scheduleId))
        .leftJoin(teams, eq(teams.id, rules.teamId))
        .where(
          or(
            eq(rules.staffId, staffId),
            sql`${rules.teamId} in (select ${staffTeams.teamId} from ${staffTeams} where ${eq(staffTeams.staffId, staffId)})`,
          ),
        )
        .orderBy(asc(areas.name), asc(rules.id)),
    ),
  },
  {
    id: "withdrawals",
    tables: ["withdrawals"],
    columns: ["door", "part", "reason", "by", "at"],
    read: paged((staffId) =>
      getDb()
        .select({
          door: devices.name,
          part: withdrawals.part,
          reason: withdrawals.reason,
          by: admins.name,
          at: withdrawals.createdAt,
        })
        .from(withdrawals)
        .innerJoin(devices, eq(devices.id, withdrawals.deviceId))
        .innerJoin(admins, eq(admins.id, withdrawals.createdBy))
        .where(eq(withdrawals.staffId, staffId))
        .orderBy(asc(withdrawals.createdAt), asc(withdrawals.id)),
    ),
  },
  {
    id: "choices",
    tables: ["window_choices"],
    columns: ["door", "kind", "take", "by", "at"],
    read: paged((staffId) =>
      getDb()
        .select({
          door: devices.name,
          kind: windowChoices.kind,
          take: windowChoices.take,
          by: admins.name,
          at: windowChoices.chosenAt,
        })
        .from(windowChoices)
        .innerJoin(devices, eq(devices.id, windowChoices.deviceId))
        .leftJoin(admins, eq(admins.id, windowChoices.chosenBy))
        .where(eq(windowChoices.staffId, staffId))
        .orderBy(asc(windowChoices.chosenAt), asc(windowChoices.deviceId), asc(windowChoices.kind)),
    ),
  },
  {
    id: "visits",
    tables: ["visits"],
    columns: ["role", "host", "purpose", "by", "createdAt", "endedAt"],
    // A visitor knows the host. Who else came to see the person is not the person's data.
    read: paged((staffId) =>
      getDb()
        .select({
          role: sql<string>`case when ${eq(visits.staffId, staffId)} then 'visitor' else 'host' end`,
          host: staff.displayName,
          purpose: visits.purpose,
          by: admins.name,
          createdAt: visits.createdAt,
          endedAt: visits.endedAt,
        })
        .from(visits)
        .innerJoin(staff, eq(staff.id, visits.hostId))
        .innerJoin(admins, eq(admins.id, visits.createdBy))
        .where(or(eq(visits.staffId, staffId), eq(visits.hostId, staffId)))
        .orderBy(asc(visits.createdAt), asc(visits.staffId)),
    ),
  },
  {
    id: "extensions",
    tables: ["visit_extensions"],
    columns: ["role", "lastDay", "askedAt", "answer", "answeredAt", "note"],
    read: paged((staffId) =>
      getDb()
        .select({
          role: sql<string>`case when ${eq(visitExtensions.staffId, staffId)} then 'visitor' else 'host' end`,
          lastDay: visitExtensions.lastDay,
          askedAt: visitExtensions.askedAt,
          answer: visitExtensions.answer,
          answeredAt: visitExtensions.answeredAt,
          note: visitExtensions.note,
        })
        .from(visitExtensions)
        .where(or(eq(visitExtensions.staffId, staffId), eq(visitExtensions.hostId, staffId)))
        .orderBy(asc(visitExtensions.askedAt), asc(visitExtensions.id)),
    ),
  },
  {
    id: "holds",
    tables: ["legal_holds"],
    columns: ["reason", "by", "at", "endedAt"],
    read: paged((staffId) =>
      getDb()
        .select({
          reason: legalHolds.reason,
          by: admins.name,
          at: legalHolds.placedAt,
          endedAt: legalHolds.releasedAt,
          releaseReason: legalHolds.releaseReason,
        })
        .from(legalHolds)
        .innerJoin(admins, eq(admins.id, legalHolds.placedBy))
        .where(eq(legalHolds.staffId, staffId))
        .orderBy(asc(legalHolds.placedAt), asc(legalHolds.id)),
    ),
  },
];
