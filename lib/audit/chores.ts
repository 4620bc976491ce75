import "server-only";
import type { Chore } from "@/lib/jobs/chores";
import { cutTrail } from "./cut";

export const auditChores: readonly Chore[] = [
  {
    name: "audit.cut",
    everyMs: 24 * 3_600_000,
    atMostMs: 10 * 60_000,
    run: async () => {
      await cutTrail(new Date());
      return false;
    },
  },
];
