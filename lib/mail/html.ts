import { oneLine } from "./one-line";

/** One thing that a mail tells. */
export interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface Letter {
  readonly blocks: readonly { readonly heading: string | null; readonly items: readonly Block[] }[];
  readonly link: { readonly href: string; readonly label: string };
  readonly footer: string;
}

/** The letter as plain text. */
export function textOf({ blocks, link, footer }: Letter): string {
  const parts = blocks.flatMap(({ heading, items }) => [
    ...(heading === null ? [] : [heading.toUpperCase()]),
    ...items.map(({ title, lines }) => [title, ...lines].map(oneLine).join("\n")),
  ]);
  return `${[...parts, `${link.label}: ${link.href}`, `-- \n${footer}`].join("\n\n")}\n`;
}

/** The same letter as simple HTML: no image, no script, nothing that is fetched. */
export function htmlOf({ blocks, link, footer }: Letter): string {
  const item = ({ title, lines }: Block) =>
    `<p><strong>${escaped(title)}</strong>${lines.map((line) => `<br>${escaped(line)}`).join("")}</p>`;
  const body = blocks
    .map(({ heading, items }) => {
      const top = heading === null ? "" : `<h2 style="font-size:16px">${escaped(heading)}</h2>`;
      return top + items.map(item).join("");
    })
    .join("");
  return [
    '<!doctype html><html><body style="font:14px/1.5 sans-serif;color:#1c1c1c;max-width:36em">',
    body,
    `<p><a href="${escaped(link.href)}">${escaped(link.label)}</a></p>`,
    `<p style="color:#666">${escaped(footer)}</p></body></html>`,
  ].join("");
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
