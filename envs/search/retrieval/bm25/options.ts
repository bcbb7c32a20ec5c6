import { ConfigError } from '../../../../core/index.ts'

/** The parameters of BM25. What is built with some is searched with the same. */
export interface Bm25Options {
  /** How late more occurrences of a term stop to count more (default 1.2). */
  readonly k1?: number | undefined
  /** How much the length of a page counts, from 0 to 1 (default 0.75). */
  readonly b?: number | undefined
  /** How often an occurrence counts in each field (default 1 and 1: title and text are one). */
  readonly fields?: { readonly title?: number | undefined; readonly text?: number | undefined }
}

/** All of them, as an index remembers them. */
export interface Bm25Parameters {
  readonly k1: number
  readonly b: number
  readonly title: number
  readonly text: number
}

/** @throws ConfigError where one has no meaning. */
export function parametersOf({ k1 = 1.2, b = 0.75, fields = {} }: Bm25Options): Bm25Parameters {
  const { title = 1, text = 1 } = fields
  if (!(k1 >= 0 && k1 <= 1000)) throw refusal(`k1 = ${k1}`, 'give a number from 0 to 1000')
  if (!(b >= 0 && b <= 1)) throw refusal(`b = ${b}`, 'give a number from 0 to 1')
  for (const [name, weight] of Object.entries({ title, text })) {
    if (weight !== 0 && !(weight >= 0.001 && weight <= 1000)) {
      throw refusal(`a ${name} weight of ${weight}`, 'give 0, or a number from 0.001 to 1000')
    }
  }
  if (title + text === 0) throw refusal('fields that all weigh 0', 'give one a weight')
  return { k1, b, title, text }
}

const refusal = (what: string, advice: string) =>
  new ConfigError(`Cannot rank by BM25: ${what} has no meaning (${advice})`)
