import type { SheetFormat } from "@/lib/db/tables/codes";
import { paperOf } from "@/lib/print/paper";
import { type PaperSize, paperSizeOf, placesOf, type Room } from "@/lib/print/places";
import type { SheetContent } from "@/lib/print/sheet";
import { Page } from "./page-sheet";
import { DoubleSlip, Slip } from "./slip";

// The browser's own headers and footers go into the margin: without one there are none.
const pageRules: Record<PaperSize, string> = {
  a4: "@page { size: A4 portrait; margin: 0 }",
  letter: "@page { size: letter portrait; margin: 0 }",
};

/** The pages as they come out of the printer, sheets where the PDF has them as well. */
export function PaperPages({
  sheets,
  rooms,
  format,
  hidden,
}: {
  sheets: readonly SheetContent[];
  rooms: readonly Room[];
  format: SheetFormat;
  /** What stands for the code on the screen, for those who cannot see the dots. */
  hidden: string;
}) {
  const size = paperSizeOf(format);
  const items = sheets.map((sheet, index) => ({ paper: paperOf(sheet), room: rooms[index] ?? "page" }));
  const pages = placesOf(items, ({ room }) => room);
  return (
    <div className="paper-stack" data-paper={size}>
      <style>{pageRules[size]}</style>
      {pages.map((places) => {
        const [first] = places;
        if (first && (first.room === "page" || first.room === "long")) {
          const { paper, room } = first.item;
          return <Page key={paper.serial} paper={paper} isLong={room === "long"} hidden={hidden} />;
        }
        return (
          <section key={first?.item.paper.serial} className="paper-page paper-quarters">
            {places.map(({ item, room, row, column }) => (
              <article
                key={item.paper.serial}
                lang={item.paper.language}
                className="paper-place"
                data-room={room}
                data-row={row}
                data-column={column}
              >
                {room === "half" ? (
                  <DoubleSlip paper={item.paper} hidden={hidden} />
                ) : (
                  <Slip paper={item.paper} hidden={hidden} />
                )}
              </article>
            ))}
          </section>
        );
      })}
    </div>
  );
}
