/** A date or number that a text has. */
export interface ValueSpan {
  readonly text: string
  readonly at: number
  /** Dates as 18740302, with zeros for what is not known; numbers as they are. */
  readonly value: number
}

const MONTHS =
  'January February March April May June July August September October November December'.split(' ')
const MONTH = `(?:${MONTHS.join('|')})`
const DATES = new RegExp(
  [
    String.raw`(?<iso>\d{3,4}-\d{2}-\d{2})`,
    String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${MONTH}),? (?<year>\d{3,4})`,
    String.raw`(?<month2>${MONTH}) (?:(?<day2>\d{1,2})(?:st|nd|rd|th)?,? )?(?<year2>\d{3,4})`,
    String.raw`(?<![\d.,-])(?<year3>1\d{3}|20\d{2}|(?<=\b(?:in|since|from|until|to|year|of|by|before|after|between|and|around|about) )[5-9]\d{2})(?![\d]|[.,]\d)`,
  ].join('|'),
  'gu',
)

/** Dates and years of a text, in order. */
export const datesIn = (text: string): readonly ValueSpan[] =>
  [...text.matchAll(DATES)].map(({ 0: found, index, groups = {} }) => {
    const { iso, day, day2, month, month2, year, year2, year3 } = groups
    const known = iso === undefined ? [year ?? year2 ?? year3, 0, day ?? day2] : iso.split('-')
    const months = iso === undefined ? MONTHS.indexOf(month ?? month2 ?? '') + 1 : Number(known[1])
    return {
      ...{ text: found, at: index },
      value: Number(known[0]) * 10_000 + months * 100 + Number(known[2] ?? 0),
    }
  })

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\d.,-])(?<digits>\d{1,3}(?:[, ]\d{3})+|\d+)(?<rest>\.\d+)?(?: (?<scale>thousand|million|billion))?(?:[ -]?(?<unit>%|[\p{Ll}²³°]+(?: kilometres| metres| kilometers| meters| miles)?))?|\b(?<word>${SMALL.join('|')})\b(?: (?<unit2>[\p{Ll}]+))?`,
  'giu',
)
const SCALES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 }

export interface NumberSpan extends ValueSpan {
  /** The number alone, as it is written. */
  readonly bare: string
  readonly unit: string
}

/** Numbers of a text with the word behind them, but no dates. */
export function numbersIn(text: string): readonly NumberSpan[] {
  const dates = datesIn(text)
  return [...text.matchAll(NUMBER)].flatMap(({ 0: found, index, groups = {} }) => {
    const { digits, rest = '', scale, unit, word, unit2 } = groups
    const within = dates.some(({ text: date, at }) => index >= at && index < at + date.length)
    const isCounted =
      unit !== undefined && !/^(?:and|to|in|the|until|by|when|as|at|he|she|it|on)$/.test(unit)
    if (
      within &&
      !(isCounted && /^(?:metres|meters|kilometres|inhabitants|people|residents|km|m)$/.test(unit))
    ) {
      return []
    }
    const counted = unit2 ?? unit ?? ''
    const bare = word ?? `${digits}${rest}${scale === undefined ? '' : ` ${scale}`}`
    const plain =
      word === undefined
        ? Number(`${(digits ?? '').replace(/[, ]/g, '')}${rest}`)
        : SMALL.indexOf(word.toLowerCase())
    return [
      { text: found, at: index, bare, unit: counted, value: plain * (SCALES[scale ?? ''] ?? 1) },
    ]
  })
}
