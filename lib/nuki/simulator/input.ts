import { type Call, invalid } from "./http.ts";
import type { Json } from "./world.ts";

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectBody(call: Call): Json {
  if (!isObject(call.body)) throw invalid(call.body, "entity");
  return call.body;
}

export function listBody(call: Call): unknown[] {
  if (!Array.isArray(call.body)) throw invalid(call.body, "entity");
  return call.body;
}

export function requiredText(input: Json, name: string): string {
  const value = input[name];
  if (typeof value !== "string" || value.trim() === "") throw invalid(value, name);
  return value;
}

export function optionalText(input: Json, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(value, name);
  return value;
}

export function optionalFlag(input: Json, name: string): boolean | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw invalid(value, name);
  return value;
}

export function optionalInteger(input: Json, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === "string" && /^-?\d{1,12}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < min || number > max) {
    throw invalid(value, name);
  }
  return number;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339, or the short form without seconds that was seen to work; unix seconds are refused. */
export function parseInstant(value: unknown, name: string): string {
  const time = typeof value === "string" && instant.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw invalid(value, name);
  return new Date(time).toISOString();
}

export function optionalInstant(input: Json, name: string): string | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : parseInstant(value, name);
}

export function queryInteger(call: Call, name: string): number | undefined {
  const value = call.query.get(name);
  if (value === null || value === "") return undefined;
  if (!/^-?\d{1,12}$/.test(value)) throw invalid(value, name);
  return Number(value);
}

export function queryTypes(call: Call): Set<number> | null {
  const value = call.query.get("types");
  if (value === null || value === "") return null;
  return new Set(
    value.split(",").map((part) => {
      if (!/^\d{1,3}$/.test(part.trim())) throw invalid(value, "types");
      return Number(part);
    }),
  );
}

export function textList(input: Json, name: string): string[] {
  const value = input[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw invalid(value, name);
  return value;
}

export function queryFlag(call: Call, name: string): boolean {
  const value = call.query.get(name);
  if (value === null || value === "" || value === "false") return false;
  if (value !== "true") throw invalid(value, name);
  return true;
}

export function readIds(input: Json, name: string): number[] {
  const value = input[name];
  if (!Array.isArray(value) || value.length === 0) throw invalid(value, name);
  const ids = value.map((item: unknown) => {
    if (typeof item !== "number" || !Number.isSafeInteger(item)) throw invalid(item, name);
    return item;
  });
  return [...new Set(ids)];
}
