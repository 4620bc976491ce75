import "server-only";
import { getDb } from "@/lib/db/connection";
import { getSecrets } from "@/lib/db/secrets";
import { getEnv } from "@/lib/env";
import { createMailer } from "@/lib/mail/mailer";
import { isLocalApi } from "@/lib/nuki/bridge/address";
import type { DeliverTools } from "./deliver";

/** Hands out what sending takes, and closes the connections to the mail server afterwards. */
export async function withDeliverTools<T>(work: (tools: DeliverTools) => Promise<T>): Promise<T> {
  const { smtpUrl, mailFrom, publicUrl, nukiApiUrl } = getEnv();
  const mailer = smtpUrl ? createMailer({ smtpUrl, from: mailFrom }) : null;
  try {
    return await work({
      db: getDb(),
      secrets: getSecrets(),
      mailer,
      mailFrom,
      publicUrl,
      loopback: isLocalApi(nukiApiUrl),
      now: Date.now,
    });
  } finally {
    mailer?.close();
  }
}
