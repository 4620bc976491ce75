import "server-only";
import { getEnv } from "@/lib/env";
import { createMailer, type Mailer } from "@/lib/mail/mailer";

export interface MailTools {
  /** Null: SMTP_URL is not set. */
  readonly mailer: Mailer | null;
  readonly mailFrom: string;
  readonly publicUrl: string;
}

/** Can hosts be asked by mail at all? */
export function mailIsConfigured(): boolean {
  return getEnv().smtpUrl !== undefined;
}

/** Hands out what sending takes, and closes the connections to the mail server afterwards. */
export async function withMailTools<T>(work: (tools: MailTools) => Promise<T>): Promise<T> {
  const { smtpUrl, mailFrom, publicUrl } = getEnv();
  const mailer = smtpUrl ? createMailer({ smtpUrl, from: mailFrom }) : null;
  try {
    return await work({ mailer, mailFrom, publicUrl });
  } finally {
    mailer?.close();
  }
}
