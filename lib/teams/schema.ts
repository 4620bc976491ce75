import { z } from "zod";
import type { StaffId, TeamId } from "@/lib/access/types";

export const teamIdSchema = z.uuid().transform((id) => id as TeamId);
const staffIds = z
  .array(z.uuid().transform((id) => id as StaffId))
  .min(1)
  .max(500);

export const teamSchema = z.object({ name: z.string().trim().min(1).max(80) });

export const renameTeamSchema = teamSchema.extend({ teamId: teamIdSchema });

export const membershipSchema = z.object({ teamId: teamIdSchema, staffIds });
export type MembershipInput = z.output<typeof membershipSchema>;

export const teamList = { sortable: ["name", "members"], defaultSort: "name", pageSize: 50 } as const;
export const memberList = {
  sortable: ["name", "department", "status"],
  defaultSort: "name",
  pageSize: 50,
} as const;
