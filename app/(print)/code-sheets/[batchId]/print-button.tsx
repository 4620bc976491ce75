"use client";

import { Button } from "@/components/ui/button";
import { linkButtonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";

/** To paper or into a file. Not before all fonts are there: what is printed too early is printed in others. */
export function PrintButton({
  batchId,
  words,
}: {
  batchId: string;
  words: { print: string; download: string };
}) {
  async function print() {
    await document.fonts.ready;
    window.print();
  }

  return (
    <>
      <a href={`/api/code-sheets/${batchId}`} className={linkButtonClass("secondary", "md")}>
        <Icon name="download" className="text-muted" />
        {words.download}
      </a>
      <Button variant="primary" icon="printer" onClick={print}>
        {words.print}
      </Button>
    </>
  );
}
