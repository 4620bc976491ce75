import type { Paper, PaperDoors } from "@/lib/print/paper";
import { type Picture, stepDrawings, stripCell, stripDayX, stripPicture } from "@/lib/print/pictures";
import { qrOf } from "@/lib/print/qr";
import { weekdayName } from "@/lib/time/format";

export interface SheetProps {
  readonly paper: Paper;
  readonly hidden: string;
}

/** Digits on paper, dots on the screen. */
export function Code({ paper, hidden, className }: SheetProps & { className: string }) {
  return (
    <p className={`paper-code ${className}`}>
      <span className="paper-digits">{paper.code}</span>
      <span className="paper-dots" role="img" aria-label={hidden}>
        ••• •••
      </span>
    </p>
  );
}

/** Black lines and areas in a picture of this height, in points. */
function Drawing({ picture, height, label }: { picture: Picture; height: number; label: string }) {
  const { width, lines, areas, lineWidth } = picture;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-1 -1 ${width + 2} ${picture.height + 2}`}
      style={{ height: `${height}pt` }}
      className="paper-drawing"
    >
      <title>{label}</title>
      {areas && <path d={areas} />}
      {lines && <path d={lines} className="paper-line" strokeWidth={lineWidth} />}
    </svg>
  );
}

export function Qr({ paper, size }: { paper: Paper; size: number }) {
  return <Drawing picture={qrOf(paper.serial)} height={size} label={paper.words.qr} />;
}

/** Doors with the same times: the week as a strip, in words, and the doors by name. */
export function Doors({ paper }: { paper: Paper }) {
  return (
    <ul className="paper-doors">
      {paper.doors.map((group) => (
        <li key={group.key} data-names={group.names.join(" · ").length > 46 ? "below" : "beside"}>
          <Strip group={group} language={paper.language} />
          <div>
            {[group.week, ...group.notes].map((words) => (
              <p key={words} className="paper-strong">
                {words}
              </p>
            ))}
          </div>
          <p className="paper-names">{group.names.join(" · ")}</p>
        </li>
      ))}
    </ul>
  );
}

function Strip({ group, language }: { group: PaperDoors; language: Paper["language"] }) {
  const picture = stripPicture(group.window);
  const days = [0, 1, 2, 3, 4, 5, 6] as const;
  return (
    <svg
      role="img"
      aria-label={group.week}
      viewBox={`-0.5 -14 ${picture.width + 1} ${picture.height + 14.5}`}
      className="paper-drawing paper-strip"
    >
      <title>{group.week}</title>
      {days.map((day) => (
        <text key={day} x={stripDayX(day) + stripCell / 2} y={-3} textAnchor="middle">
          {weekdayName(day, language, "narrow")}
        </text>
      ))}
      <path d={picture.areas} />
      <path d={picture.lines} className="paper-line" strokeWidth={picture.lineWidth} />
    </svg>
  );
}

export function Steps({
  paper,
  look,
  height,
}: {
  paper: Paper;
  look: "brief" | "columns" | "rows";
  height: number;
}) {
  return (
    <ol className="paper-steps" data-look={look}>
      {paper.steps.map(({ picture, alt, text, brief }, index) => (
        <li key={picture}>
          <Drawing picture={stepDrawings[picture]} height={height} label={alt} />
          <p>
            {index + 1}. {look === "brief" ? brief : text}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** To be torn off: serial, name, date and signature, without the code. */
export function Signature({ paper }: { paper: Paper }) {
  return (
    <div className="paper-signature">
      <p>{paper.words.date}</p>
      <p>{paper.words.signature}</p>
    </div>
  );
}
