/** One term of a query, as it was typed. */
export interface Term {
  /** Where it stands in the query. */
  readonly start: number
  readonly end: number
  readonly negated: boolean
  /** null: a text to search for. */
  readonly field: string | null
  readonly operator: Operator
  readonly value: string
  /** A quoted value is taken by the letter. */
  readonly quoted: boolean
  /** Its quote is never closed. */
  readonly open: boolean
}

export type Operator = ':' | '>' | '>=' | '<' | '<='

const TERM =
  /(?<minus>-?)(?:(?<field>[A-Za-z][\w.$-]*)(?<operator>:?(?:>=|<=|[<>=])|:))?(?:"(?<quoted>(?:[^"\\]|\\.)*)(?<close>"?)|(?<bare>[^\s"]\S*))?/y

/** `kind:off-by-one -outcome:success turns>8 "no such file"`, term by term. */
export function readTerms(query: string): readonly Term[] {
  const terms: Term[] = []
  for (let at = nextTerm(query, 0); at < query.length; at = nextTerm(query, at)) {
    TERM.lastIndex = at
    const {
      minus = '',
      field,
      operator = ':',
      quoted,
      close,
      bare,
    } = TERM.exec(query)?.groups ?? {}
    const end = Math.max(TERM.lastIndex, at + 1)
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''
    if (field !== undefined || value !== '') {
      terms.push({
        start: at,
        end,
        negated: minus !== '',
        field: field ?? null,
        operator: operatorOf(operator),
        value,
        quoted: quoted !== undefined,
        open: quoted !== undefined && close === '',
      })
    }
    at = end
  }
  return terms
}

/** A query with what one filter chose: its terms of the field go, and one for the value comes. */
export function withChoice(query: string, field: string, value: string | null): string {
  const rest = readTerms(query).reduceRight(
    (text, term) => (isChoice(term, field) ? without(text, term) : text),
    query,
  )
  return value === null ? rest : `${rest} ${field}:${quoted(value)}`.trim()
}

/** The one value that a query lets through of a field; null where it lets any, undefined where several. */
export function choiceOf(query: string, field: string): string | null | undefined {
  const chosen = readTerms(query).filter((term) => isChoice(term, field))
  if (chosen.length === 0) return null
  return chosen.length === 1 ? chosen[0]?.value : undefined
}

export function without(query: string, { start, end }: Pick<Term, 'start' | 'end'>): string {
  return `${query.slice(0, start).trimEnd()} ${query.slice(end).trimStart()}`.trim()
}

/** A value as it must be written to be taken by the letter. */
export const quoted = (value: string): string =>
  /^[^\s":*\\<>=]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`

const isChoice = (term: Term, field: string) =>
  term.field?.toLowerCase() === field && !term.negated && term.operator === ':'

const operatorOf = (text: string): Operator => {
  const operator = text.replace(/^:(?=.)/, '')
  return operator === '=' ? ':' : (operator as Operator)
}

function nextTerm(query: string, from: number): number {
  let at = from
  while (at < query.length && /\s/.test(query[at] ?? '')) at++
  return at
}
