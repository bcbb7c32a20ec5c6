/** A value that a goal gives: what it quotes, or a number, date, time, address or colour. */
export interface Given {
  readonly value: string
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
}

/** A goal, read once. */
export interface Goal {
  readonly text: string
  readonly given: readonly Given[]
  /** What stands outside of quotes, as words. */
  readonly words: readonly string[]
}

const VALUE =
  /"([^"]+)"|“([^”]+)”|[\w.+-]+@[\w-]+\.[\w.]+|#[0-9a-f]{6}\b|\d{4}-\d\d-\d\d|\d{1,2}:\d\d(?: ?[ap]m)?|-?\d+(?:\.\d+)?/gi

export function readGoal(text: string): Goal {
  const given = [...text.matchAll(VALUE)].map((match) => {
    const quoted = match[1] ?? match[2]
    return {
      value: formatted(quoted ?? match[0]),
      start: match.index,
      end: match.index + match[0].length,
      isQuoted: quoted !== undefined,
    }
  })
  return { text, given, words: wordsOf(text.replace(/"[^"]*"|“[^”]*”/g, ' ')) }
}

/** Times as fields take them. */
function formatted(value: string): string {
  const time = /^(\d{1,2}):(\d\d) ?([ap])m$/i.exec(value)
  if (!time) return value
  const [, hour = '', minute = '', half = ''] = time
  const hours = (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  return `${String(hours).padStart(2, '0')}:${minute}`
}

export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

const FILLER =
  'with|to|is|as|of|the|a|at|on|for|in|into|value|text|field|box|list|named|called|be|by|set|choose|choice'
/** Between a label and its value: `"Name": `, `Volume to `, `the password `. */
const AFTER = new RegExp(`^["”]?\\s*[:=]?\\s*(?:(?:${FILLER})\\s*[:=]?\\s*)*$`, 'i')
/** Between a value and its label: `" as `, ` of "`, `" from the list "`. */
const BEFORE = /^\s*(?:as|for|in|into|from|of)\s+(?:the\s+)?(?:\w+\s+)?["“]?$/i

/** What the goal gives for a label; undefined where it does not name it. */
export function valueFor(goal: Goal, label: string): Given | undefined {
  for (const { start, end } of mentionsOf(goal, label)) {
    const own = (given: Given) => given.start <= start && end <= given.end
    const after = goal.given.find((given) => given.start >= end && !own(given))
    const before = goal.given.findLast((given) => given.end <= start && !own(given))
    if (after && AFTER.test(goal.text.slice(end, after.start))) return after
    const plain = /^\s*[:=]\s*([^",;\n]+)/.exec(goal.text.slice(end))
    if (plain?.[1]) {
      const value = plain[1].split(/\.(?:\s|$)| and /)[0] ?? ''
      return { value: value.trim(), start: end, end: end + plain[0].length, isQuoted: false }
    }
    if (before && BEFORE.test(goal.text.slice(before.end, start))) return before
  }
  return undefined
}

const DROPPED = /\b(?:remove|delete)\s+(?:\w+\s+){0,3}(?:"[^"]*"(?:\s*,|,?\s+and)\s+)*$/i

/** Whether it is among what the goal wants removed: `remove "navy" and "teal"`. */
export const isDropped = ({ text }: Goal, { start, isQuoted }: Given): boolean =>
  isQuoted && DROPPED.test(text.slice(0, start))

/** Where the goal says a label, as whole words. */
function mentionsOf({ text }: Goal, label: string): { start: number; end: number }[] {
  const words = wordsOf(label)
  if (words.length === 0) return []
  const escaped = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])${escaped.join('[^\\p{L}\\p{N}"]+')}(?![\\p{L}\\p{N}])`,
    'giu',
  )
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))
}
