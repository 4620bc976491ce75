import { expect, test } from "vitest";
import { pressIdSchema } from "@/lib/operations/schema";
import { newPressId } from "./press-id";

test("every press has an id of its own, in the form that the server takes", () => {
  const ids = Array.from({ length: 500 }, newPressId);
  expect(new Set(ids).size).toBe(500);
  for (const pressId of ids) expect(pressIdSchema.safeParse({ pressId }).success).toBe(true);
});
