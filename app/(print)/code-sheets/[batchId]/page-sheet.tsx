import { Code, Doors, Qr, type SheetProps, Signature, Steps } from "./paper-parts";

/**
 * A page of its own: a cover that can be read when all is folded, the code, how to use it, and the receipt below. Who has
 * doors with many different times finds them on pages that follow.
 */
export function Page({ paper, hidden, isLong }: SheetProps & { isLong: boolean }) {
  const { words } = paper;
  return (
    <article lang={paper.language}>
      <section className="paper-page paper-whole">
        <div className="paper-panel" data-line={words.fold}>
          <div className="paper-cover">
            <div>
              <p>{paper.company}</p>
              <h2 dir="auto" data-long={paper.name.length > 40}>
                {paper.name}
              </h2>
              {paper.number && <p>{paper.number}</p>}
              <dl className="paper-facts">
                <div>
                  <dt>{words.serial}</dt>
                  <dd className="paper-serial">{paper.serial}</dd>
                </div>
                {paper.facts.map(({ term, value }) => (
                  <div key={term}>
                    <dt>{term}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </div>
            <Qr paper={paper} size={104} />
          </div>
          <p className="paper-strong">{words.personal}</p>
        </div>
        <div className="paper-panel paper-inside" data-line={words.fold}>
          <div>
            <h3>{words.code}</h3>
            <div className="paper-box">
              <Code paper={paper} hidden={hidden} className="paper-code-page" />
            </div>
            <p>{words.oneCode}</p>
          </div>
          <div>
            <h3>{words.doors}</h3>
            {isLong ? <p>{words.overleaf}</p> : <Doors paper={paper} />}
          </div>
        </div>
        <div className="paper-panel paper-how" data-line={words.cut} data-cut>
          <h3>{words.how}</h3>
          <Steps paper={paper} look="columns" height={50} />
          <p>{`${words.light} ${words.pause}`}</p>
          <div>
            <h3 className="paper-strong">{words.lost}</h3>
            <p>{words.call}</p>
          </div>
        </div>
        <footer className="paper-receipt">
          <div className="paper-ends">
            <h3 className="paper-strong">{words.receipt}</h3>
            <p className="paper-serial">{paper.serial}</p>
          </div>
          <p>
            <bdi>{paper.name}</bdi>
          </p>
          <p>{words.received}</p>
          <Signature paper={paper} />
        </footer>
      </section>
      {isLong && (
        <section className="paper-page paper-long">
          <h3>{words.doorsOf}</h3>
          <Doors paper={paper} />
        </section>
      )}
    </article>
  );
}
