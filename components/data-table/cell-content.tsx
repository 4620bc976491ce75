import type { ReactNode } from "react";
import { WeekStrip } from "@/components/access/week-strip";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import { type BadgeData, type Cell, type CellData, isCellData } from "./cell-data";

/** What a cell shows; null where it has nothing to show. `href` is where its row leads. */
export function cellContent(cell: Cell, href: string | null): ReactNode {
  return isCellData(cell) ? draw(cell, href) : cell;
}

function draw(cell: CellData, href: string | null): ReactNode {
  switch (cell.kind) {
    case "name":
      return (
        <span className="block max-w-64 min-w-0">
          <NameLink href={href} text={cell.text} />
          <span className="block truncate text-sm text-muted">{cell.below}</span>
        </span>
      );
    case "badges":
      return <Badges badges={cell.badges} href={cell.href} />;
    case "week":
      return <WeekStrip windows={cell.windows} now={cell.now} label={cell.label} />;
    case "text":
      return <span className={cell.look === "muted" ? "text-sm text-muted" : "tnum"}>{cell.text}</span>;
    default:
      return cell satisfies never;
  }
}

function NameLink({ href, text }: { href: string | null; text: string }) {
  if (href === null) return <span className="block truncate font-medium">{text}</span>;
  return (
    <PageLink href={href} className="block truncate font-medium hover:underline">
      {text}
    </PageLink>
  );
}

function Badges({ badges, href }: { badges: readonly BadgeData[]; href: string | undefined }) {
  if (badges.length === 0) return null;
  const drawn = badges.map(({ text, tone, icon }) => (
    <Badge key={text} tone={tone} icon={icon}>
      {text}
    </Badge>
  ));
  if (!href) return <span className="flex max-w-56 flex-wrap gap-1">{drawn}</span>;
  return (
    <PageLink href={href} className="tnum flex flex-wrap gap-1 hover:underline">
      {drawn}
    </PageLink>
  );
}
