import type { QuestionKind } from '../question.ts'

/** What all formats come to. Pages are named by their place among the paragraphs. */
export interface QaRecord {
  readonly id?: string | undefined
  readonly question: string
  /** Empty: the paragraphs do not tell. */
  readonly answers: readonly string[]
  readonly kind?: QuestionKind | undefined
  readonly hops?: number | undefined
  readonly paragraphs: readonly Paragraph[]
  readonly support: readonly number[]
  readonly entities: readonly { readonly name: string; readonly page: number }[]
  readonly rubrics: readonly {
    readonly statement: string
    readonly page: number
    readonly connects: readonly string[]
  }[]
}

export interface Paragraph {
  readonly title: string
  readonly text: string
}

/** A format by its name, and what it makes of a record. */
export interface QaFormat {
  readonly name: 'HotpotQA' | '2WikiMultiHopQA' | 'MuSiQue' | 'NQ'
  /** `place` is file and line. @throws ConfigError naming the place. */
  parse(text: string, place: string): QaRecord
}

/** Each once, in order. */
export const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)]
