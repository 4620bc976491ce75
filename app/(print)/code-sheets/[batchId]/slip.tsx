import type { Paper } from "@/lib/print/paper";
import { Code, Doors, Qr, type SheetProps, Signature, Steps } from "./paper-parts";

/** A quarter of a page: everything on one slip. */
export function Slip({ paper, hidden }: SheetProps) {
  const { words } = paper;
  return (
    <div className="paper-slip">
      <div className="paper-flow">
        <SlipHead paper={paper} qrSize={50} />
        <SlipCode paper={paper} hidden={hidden} />
        <Doors paper={paper} />
        <Steps paper={paper} look="brief" height={28} />
        <p>{words.lightBrief}</p>
        <p>{`${words.lost} ${words.call}`}</p>
        <p>{words.personal}</p>
        <p>{paper.factsBrief}</p>
      </div>
      <SlipReceipt paper={paper} />
    </div>
  );
}

/** Two quarters with a fold between them, so that the code lies inside. */
export function DoubleSlip({ paper, hidden }: SheetProps) {
  const { words } = paper;
  return (
    <>
      <div className="paper-slip">
        <div className="paper-flow">
          <SlipHead paper={paper} qrSize={60} />
          <SlipCode paper={paper} hidden={hidden} />
          <h3>{words.how}</h3>
          <Steps paper={paper} look="rows" height={34} />
          <p>{`${words.light} ${words.pause}`}</p>
          <p className="paper-strong">{words.personal}</p>
          <p>{`${words.lost} ${words.call}`}</p>
        </div>
      </div>
      <div className="paper-slip">
        <div className="paper-flow">
          <h3>{words.doors}</h3>
          <Doors paper={paper} />
          <p>{paper.factsBrief}</p>
        </div>
        <SlipReceipt paper={paper} />
      </div>
    </>
  );
}

function SlipHead({ paper, qrSize }: { paper: Paper; qrSize: number }) {
  return (
    <header className="paper-head">
      <div>
        <p>{paper.company}</p>
        <h2 dir="auto">{paper.name}</h2>
        {paper.number && <p>{paper.number}</p>}
      </div>
      <Qr paper={paper} size={qrSize} />
    </header>
  );
}

function SlipCode({ paper, hidden }: SheetProps) {
  return (
    <div className="paper-box">
      <Code paper={paper} hidden={hidden} className="paper-code-slip" />
      <p>{paper.words.oneCode}</p>
    </div>
  );
}

function SlipReceipt({ paper }: { paper: Paper }) {
  return (
    <footer className="paper-torn">
      <div className="paper-ends">
        <p>
          {paper.words.receipt}: <bdi>{paper.name}</bdi>
        </p>
        <p className="paper-serial">{paper.serial}</p>
      </div>
      <Signature paper={paper} />
    </footer>
  );
}
