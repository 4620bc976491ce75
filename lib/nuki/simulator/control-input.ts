import type { Context } from "hono";
import type { Env } from "./app.ts";
import { isObject } from "./input.ts";
import type { Json } from "./world.ts";

/** The body of a call at the control plane; none is an empty one. */
export async function inputOf(context: Context<Env>): Promise<Json> {
  const text = await context.req.text();
  const value: unknown = text === "" ? {} : JSON.parse(text);
  return isObject(value) ? value : {};
}

export function flag(input: Json, name: string): boolean {
  const value = input[name];
  if (typeof value !== "boolean") throw new Error(`${name} must be true or false`);
  return value;
}

export function numberOf(input: Json, name: string, otherwise?: number): number {
  const value = input[name] ?? otherwise;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`${name} must be a number`);
  return value;
}
