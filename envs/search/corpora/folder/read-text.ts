import type { Section } from '../corpus.ts'

/** What a file says, before it has an id. */
export interface FileText {
  /** Empty: it names none. */
  readonly title: string
  readonly sections: readonly Section[]
  readonly date?: string | undefined
}

/** Plain text has neither title nor headings. */
export const readPlain = (text: string): FileText => ({
  title: '',
  sections: sectionsOf([{ heading: '', text }]),
})

/** Those that say something, trimmed; line ends are \n. */
export function sectionsOf(sections: readonly Section[]): readonly Section[] {
  return sections
    .map(({ heading, text }) => ({ heading: heading.trim(), text: text.trim() }))
    .filter(({ heading, text }) => heading !== '' || text !== '')
}

/** The day at the beginning of a date; undefined where there is none. */
export function dayOf(date: string | undefined): string | undefined {
  const [day, month, of] = /^\d{4}-(\d\d)-(\d\d)(?!\d)/.exec(date?.trim() ?? '') ?? []
  return Number(month) >= 1 && Number(month) <= 12 && Number(of) >= 1 && Number(of) <= 31
    ? day
    : undefined
}
