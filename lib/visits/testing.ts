import type { StaffId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { expectOk } from "@/lib/imports/testing";
import { newWindow } from "@/lib/schedules/schema";
import { createVisit } from "./commands";
import type { VisitInput } from "./schema";

/** What the form sends for a visit of which only this is known. */
export function visitInput(
  values: Partial<VisitInput> & Pick<VisitInput, "hostId" | "areaId" | "scheduleId">,
): VisitInput {
  return {
    firstName: "Lea",
    lastName: "Lift",
    company: "Lifts Ltd",
    kind: "contractor",
    language: "de",
    purpose: "Yearly check",
    firstDay: "2026-03-02",
    lastDay: "2026-03-04",
    hours: "schedule",
    window: newWindow,
    ...values,
  };
}

export async function addVisit(actor: Actor, input: VisitInput, now: Date): Promise<StaffId> {
  return expectOk(await createVisit(actor, input, "en", null, now)).staffId;
}
