import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

type Schema = Record<string, unknown>;
type Parameter = { name: string; in: "path" | "query" | "header"; required?: boolean; schema?: Schema };
type Content = Record<string, { schema?: Schema }>;
type Operation = {
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content?: Content };
  responses: Record<string, { content?: Content }>;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

export type OpenApi = {
  document: Document;
  /** Answers may carry members that the file does not know; requests may not. */
  answers: Ajv;
  requests: Ajv;
  compiled: Map<string, ValidateFunction>;
};

const file = fileURLToPath(new URL("../../../shared/nuki/openapi-4.10.0.yaml", import.meta.url));
let loaded: OpenApi | null | undefined;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a client may send: nothing unknown and nothing read-only, even where the file lists it as required. */
function closeForRequests(properties: Record<string, unknown>, result: Record<string, unknown>): void {
  const readOnly = new Set(
    Object.keys(properties).filter((name) => {
      const schema = properties[name];
      return isRecord(schema) && schema.readOnly === true;
    }),
  );
  result.additionalProperties ??= false;
  if (isRecord(result.properties)) {
    result.properties = Object.fromEntries(
      Object.entries(result.properties).filter(([name]) => !readOnly.has(name)),
    );
  }
  if (Array.isArray(result.required))
    result.required = result.required.filter((name) => !readOnly.has(String(name)));
}

/** OpenAPI 3.0 to JSON Schema: `nullable`, references, and (for requests) closed objects. */
function convert(value: unknown, closed: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, closed));
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === "$ref" && typeof item === "string") {
      result.$ref = `document#/schemas/${item.split("/").pop()}`;
    } else if (key === "properties" && isRecord(item)) {
      result.properties = Object.fromEntries(
        Object.entries(item).map(([name, schema]) => [name, convert(schema, closed)]),
      );
    } else if (
      !["example", "description", "xml", "nullable", "readOnly", "writeOnly", "discriminator"].includes(key)
    ) {
      result[key] = convert(item, closed);
    }
  }
  if (value.nullable === true && typeof result.type === "string") result.type = [result.type, "null"];
  if (closed && isRecord(value.properties)) closeForRequests(value.properties, result);
  return result;
}

function createValidator(document: Document, closed: boolean): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "document", schemas: convert(document.components.schemas, closed) as Schema });
  return ajv;
}

/** The official file, or null where it is not beside the project. */
export function loadOpenApi(): OpenApi | null {
  if (loaded !== undefined) return loaded;
  if (!existsSync(file)) {
    loaded = null;
    return loaded;
  }
  const document = parse(readFileSync(file, "utf8")) as Document;
  loaded = {
    document,
    answers: createValidator(document, false),
    requests: createValidator(document, true),
    compiled: new Map(),
  };
  return loaded;
}

/** Templates with fewer placeholders win: `/smartlock/auth/paged` is no `/smartlock/{id}/...`. */
function findPath(api: OpenApi, path: string): string | null {
  if (api.document.paths[path]) return path;
  const parts = path.split("/");
  const matching = Object.keys(api.document.paths).filter((template) => {
    const wanted = template.split("/");
    if (wanted.length !== parts.length) return false;
    return wanted.every((part, index) =>
      part.startsWith("{") ? parts[index] !== "" : part === parts[index],
    );
  });
  const placeholders = (template: string) => template.split("{").length;
  return matching.sort((a, b) => placeholders(a) - placeholders(b))[0] ?? null;
}

function describe(error: ErrorObject): string {
  const detail = isRecord(error.params)
    ? (error.params.additionalProperty ?? error.params.allowedValues ?? "")
    : "";
  return `${error.instancePath || "/"} ${error.message ?? "is wrong"} ${Array.isArray(detail) ? detail.join(",") : detail}`.trim();
}

function check(api: OpenApi, key: string, schema: Schema, value: unknown, closed: boolean): string[] {
  const name = `${closed ? "request" : "answer"} ${key}`;
  const validate =
    api.compiled.get(name) ??
    (closed ? api.requests : api.answers).compile(convert(schema, closed) as Schema);
  api.compiled.set(name, validate);
  return validate(value) ? [] : (validate.errors ?? []).map(describe);
}

function operationOf(
  api: OpenApi,
  method: string,
  path: string,
): { key: string; template: string; operation: Operation } | null {
  const template = findPath(api, path);
  const operation = template === null ? undefined : api.document.paths[template]?.[method.toLowerCase()];
  return template !== null && operation
    ? { key: `${method.toUpperCase()} ${template}`, template, operation }
    : null;
}

/** Everything in which an answer departs from the file, one sentence each; an empty list is a conforming answer. */
export function validateResponse(
  api: OpenApi,
  method: string,
  path: string,
  status: number,
  body: unknown,
): string[] {
  const found = operationOf(api, method, path);
  if (!found) return [`${method} ${path} is not in the file`];
  const declared = found.operation.responses[String(status)];
  if (!declared) return [`${found.key} does not declare ${status}`];
  const schema = Object.values(declared.content ?? {})[0]?.schema;
  const empty = body === undefined || body === null || body === "";
  if (!schema) return status === 204 && !empty ? [`${found.key} ${status} must have no body`] : [];
  if (empty) return [`${found.key} ${status} must have a body`];
  return check(api, `${found.key} ${status}`, schema, body, false);
}

type Query =
  | URLSearchParams
  | Record<string, string | number | boolean | undefined>
  | string
  | null
  | undefined;

function queryEntries(query: Query): [string, string][] {
  if (query === null || query === undefined) return [];
  if (typeof query === "string" || query instanceof URLSearchParams) return [...new URLSearchParams(query)];
  return Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
}

/** Parameters arrive as text; what the file calls a number or a boolean is read as one before it is checked. */
function readParameter(schema: Schema, text: string): unknown {
  if (schema.type === "integer" || schema.type === "number")
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (schema.type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

function checkQuery(api: OpenApi, key: string, operation: Operation, query: Query): string[] {
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  const entries = queryEntries(query);
  const missing = known
    .filter((parameter) => parameter.required && !entries.some(([name]) => name === parameter.name))
    .map((parameter) => `query ${parameter.name} is required`);
  const wrong = entries.flatMap(([name, text]) => {
    const parameter = known.find((item) => item.name === name);
    if (!parameter) return [`query ${name} is not in the file`];
    const schema = parameter.schema ?? {};
    const found = check(api, `${key} query ${name}`, schema, readParameter(schema, text), true);
    return found.map((problem) => `query ${name}: ${problem}`);
  });
  return [...missing, ...wrong];
}

function checkPath(
  api: OpenApi,
  key: string,
  template: string,
  operation: Operation,
  path: string,
): string[] {
  const parts = path.split("/");
  return template.split("/").flatMap((part, index) => {
    if (!part.startsWith("{") || parts[index] === part) return [];
    const name = part.slice(1, -1);
    const schema =
      (operation.parameters ?? []).find((item) => item.in === "path" && item.name === name)?.schema ?? {};
    const value = readParameter(schema, decodeURIComponent(parts[index] ?? ""));
    return check(api, `${key} path ${name}`, schema, value, true).map(
      (problem) => `path ${name}: ${problem}`,
    );
  });
}

/** Everything in which a request departs from the file: unknown members and parameters count. */
export function validateRequest(
  api: OpenApi,
  method: string,
  path: string,
  query: Query,
  body: unknown,
): string[] {
  const found = operationOf(api, method, path);
  if (!found) return [`${method} ${path} is not in the file`];
  const { key, template, operation } = found;
  const problems = [
    ...checkPath(api, key, template, operation, path),
    ...checkQuery(api, key, operation, query),
  ];
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const empty = body === undefined || body === null || body === "";
  if (!schema) return empty ? problems : [...problems, `${key} takes no body`];
  if (empty) return operation.requestBody?.required ? [...problems, `${key} needs a body`] : problems;
  return [...problems, ...check(api, key, schema, body, true)];
}
