import "server-only";
import type { Chore } from "@/lib/jobs/chores";
import { cutTrail, mostCut } from "./cut";

export const auditChores: readonly Chore[] = [
  {
    name: "audit.cut",
    everyMs: 24 * 3_600_000,
    atMostMs: 10 * 60_000,
    run: async () => (await cutTrail(new Date())) === mostCut,
  },
];
