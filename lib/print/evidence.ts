/** A review on paper, in words: what the pages say and nothing of how they look. */
export interface EvidencePaper {
  readonly language: "en" | "de";
  readonly title: string;
  readonly name: string;
  /** What must be seen first: that it is not signed, for instance. */
  readonly banner: string | null;
  readonly facts: readonly { readonly term: string; readonly value: string }[];
  readonly tableTitle: string;
  /** The first one names the row. */
  readonly columns: EvidenceCells<string>;
  readonly rows: readonly EvidenceCells<readonly string[]>[];
  readonly sections: readonly { readonly title: string; readonly paragraphs: readonly string[] }[];
  readonly footer: (page: number, pages: number) => string;
}

export type EvidenceCells<T> = readonly [T, T, T, T, T];
