import { z } from "zod";
import { NukiError } from "@/lib/nuki/errors";
import type { Http } from "@/lib/nuki/http";

/** A webhook that Nuki was asked to call for this account. The secret is told once, when it is made. */
export interface NukiWebhook {
  readonly id: number;
  readonly url: string;
  readonly features: readonly string[];
}

/** The registrations of webhooks. Those of one account need a token that came by OAuth; a plain API token is refused. */
export interface NukiRegistrar {
  listWebhooks(): Promise<NukiWebhook[]>;
  registerWebhook(url: string, features: readonly string[]): Promise<NukiWebhook & { secret: string }>;
  removeWebhook(id: number): Promise<void>;
  /** Nuki stops calling receivers that failed too often. Starts again what was stopped; null: the token may not know. */
  reactivateStopped(): Promise<{ readonly stopped: number; readonly started: number } | null>;
}

const webhookSchema = z
  .object({
    id: z.number().int(),
    webhookUrl: z.string(),
    webhookFeatures: z.array(z.string()).nullish(),
  })
  .transform(({ id, webhookUrl, webhookFeatures }) => ({
    id,
    url: webhookUrl,
    features: webhookFeatures ?? [],
  }));
const registeredSchema = z.intersection(webhookSchema, z.object({ secret: z.string().min(1) }));
const keysSchema = z.array(z.object({ apiKeyId: z.number().int() }));
const advancedSchema = z.object({ webhookStatus: z.string().nullish() });

const path = "/api/decentralWebhook";
const advancedPath = "/api/key/{apiKeyId}/advanced";

export function createRegistrar(http: Http): NukiRegistrar {
  const isStopped = async (apiKeyId: number) => {
    const request = { method: "GET", path: advancedPath, params: { apiKeyId }, policy: "read" } as const;
    const advanced = await unlessRefused(http.fetchJson(request, advancedSchema));
    return advanced?.webhookStatus === "DEACTIVATED";
  };

  return {
    listWebhooks: () => http.fetchJson({ method: "GET", path, policy: "read" }, z.array(webhookSchema)),

    registerWebhook: (webhookUrl, webhookFeatures) =>
      http.fetchJson(
        { method: "PUT", path, body: { webhookUrl, webhookFeatures }, policy: "write" },
        registeredSchema,
      ),

    removeWebhook: (id) =>
      http.send({ method: "DELETE", path: `${path}/{id}`, params: { id }, policy: "write" }),

    async reactivateStopped() {
      const keys = await unlessRefused(
        http.fetchJson({ method: "GET", path: "/api/key", policy: "read" }, keysSchema),
      );
      if (keys === null) return null;
      let [stopped, started] = [0, 0];
      for (const { apiKeyId } of keys) {
        if (!(await isStopped(apiKeyId))) continue;
        stopped += 1;
        const done = await unlessRefused(
          http
            .send({
              method: "POST",
              path: `${advancedPath}/reactivate`,
              params: { apiKeyId },
              policy: "write",
            })
            .then(() => true),
        );
        if (done) started += 1;
      }
      return { stopped, started };
    },
  };
}

/** Null where this token may not, or there is no such thing; whatever may pass by itself is thrown. */
async function unlessRefused<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof NukiError && isForbidden(error, 404)) return null;
    throw error;
  }
}

/** Nuki answers 401 to a token without the right, and 403 to one of the wrong kind. */
export function isForbidden(error: unknown, ...also: number[]): boolean {
  return error instanceof NukiError && error.status !== null && [401, 403, ...also].includes(error.status);
}
