/** Elements that repeat: what lies in one of them is another thing than the same in the next. */
const REPEATED = new Set([
  'row',
  'listitem',
  'article',
  'group',
  'region',
  'form',
  'dialog',
  'tabpanel',
])

interface Line {
  readonly depth: number
  readonly role: string
  readonly name: string
  /** The line without its ref. */
  readonly text: string
}

/**
 * What a ref means in the text of a snapshot: role and name, and the row or item it lies in, so that a further
 * ref of the same thing counts, and the same button of another row does not. Null: the text shows no such ref.
 */
export function elementIn(observation: string, ref: string): string | null {
  const all = observation.split('\n')
  const at = all.findIndex((line) => line.includes(`[ref=${ref}]`))
  const own = lineOf(all[at] ?? '')
  if (at === -1 || own === null) return null
  // Without a name there is nothing to know it by but its place.
  if (own.name === '') return `${own.role} ${ref}`
  return `${own.role} ${own.name}\n${holderOf(all, at, own.depth)}`
}

/** All that stands in the nearest element around a line that repeats. */
function holderOf(all: readonly string[], at: number, depth: number): string {
  let outer = depth
  for (let above = at - 1; above >= 0 && outer > 0; above--) {
    const line = lineOf(all[above] ?? '')
    if (line === null || line.depth >= outer) continue
    outer = line.depth
    if (REPEATED.has(line.role)) return contentOf(all, above, line)
  }
  return ''
}

function contentOf(all: readonly string[], at: number, holder: Line): string {
  const texts = [holder.text]
  for (const raw of all.slice(at + 1)) {
    const line = lineOf(raw)
    if (line === null || line.depth <= holder.depth) break
    texts.push(line.text)
  }
  return texts.join('\n')
}

function lineOf(raw: string): Line | null {
  const [, indent = '', rest] = /^(\s*)- (.*)$/.exec(raw) ?? []
  if (rest === undefined) return null
  const [, role = '', name = ''] = /^([\w-]+):?(?: ("(?:[^"\\]|\\.)*"))?/.exec(rest) ?? []
  return { depth: indent.length, role, name, text: rest.replace(/ \[ref=\w+\]/, '') }
}

/** Whether two refs of one snapshot mean the same element. */
export function isSameElement(observation: string, predicted: string, gold: string): boolean {
  if (predicted === gold) return true
  const element = elementIn(observation, gold)
  return element !== null && elementIn(observation, predicted) === element
}

/** Whether two addresses are the same. */
export const isSameUrl = (a: string, b: string): boolean => addressOf(a) === addressOf(b)

function addressOf(url: string): string {
  const text = url.trim()
  return URL.canParse(text) ? new URL(text).href.replace(/\/$/, '') : text.replace(/\/$/, '')
}
