import "server-only";
import { createTransport } from "nodemailer";
import { oneLine } from "./one-line";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same each time the same message is sent: who gets it twice can tell. */
  readonly messageId: string;
}

export interface Mailer {
  /** Resolves once the server has taken the message over; rejects with what it said. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Short enough that a dead server does not hold up everything else. */
const waits = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 10_000,
};

/** A mail server, named by SMTP_URL. Its connections are kept until it is closed. */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const transport = createTransport(withDefaults(smtpUrl));
  return {
    async send({ to, subject, text, html, messageId }) {
      await transport.sendMail({
        from,
        to: { name: "", address: to },
        subject: oneLine(subject),
        text,
        html,
        messageId,
        // Nothing in a message may make this server read a file or call an address.
        disableFileAccess: true,
        disableUrlAccess: true,
        // Robots do not answer with holiday notes.
        headers: { "Auto-Submitted": "auto-generated" },
      });
    },
    close: () => transport.close(),
  };
}

/** What somebody wrote into SMTP_URL wins. */
function withDefaults(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  for (const [key, value] of Object.entries({ ...waits, pool: true, maxConnections: 2 })) {
    if (!url.searchParams.has(key)) url.searchParams.set(key, String(value));
  }
  return url.href;
}

/** The part of an address after the @, for message ids. */
export function domainOf(address: string): string {
  return /@([\w.-]+)/.exec(address)?.[1] ?? "localhost";
}
