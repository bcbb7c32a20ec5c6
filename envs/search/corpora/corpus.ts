/** What can be found, read and cited. */
export interface Page {
  /** Names the page for ever: citations and relevance judgements refer to it. */
  readonly id: string
  readonly title: string
  readonly sections: readonly Section[]
  /** Day it was last changed, as `1874-03-02`, where that is known. */
  readonly date?: string
}

/** The first one of a page has no heading as a rule. */
export interface Section {
  readonly heading: string
  readonly text: string
}

/** Pages by number, read one at a time: there may be a million of them. Equal hashes, equal pages in equal order. */
export interface Corpus {
  readonly name: string
  readonly hash: string
  readonly size: number
  /** @throws RangeError where `number` is none of 0 .. size - 1. */
  page(number: number): Page
  /** Number of the page with this id; undefined where there is none. */
  numberOf(id: string): number | undefined
}

/** The text of a page in one piece, as it is indexed, quoted and cited. */
export const textOf = ({ sections }: Page): string =>
  sections.map(({ heading, text }) => (heading === '' ? text : `${heading}\n${text}`)).join('\n\n')
