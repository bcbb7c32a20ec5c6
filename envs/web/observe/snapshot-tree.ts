import type { Box } from './snapshot.ts'
import type { SnapNode } from './view.ts'

/** Text, or an element with what stands in it in the order of the page. */
export type Item = string | Element
export interface Element {
  readonly node: SnapNode
  /** Playwright's ref. */
  readonly source: string | null
  readonly box: Box | null
  readonly isActionable: boolean
  readonly items: readonly Item[]
}

/** What is read, and acted on only where the page says so. */
const READ = new Set([
  ...['paragraph', 'heading', 'strong', 'emphasis', 'code', 'rowgroup', 'separator', 'term'],
  ...['definition', 'blockquote', 'time', 'caption', 'superscript', 'subscript', 'deletion'],
  ...['insertion', 'note', 'status', 'alert', 'log', 'banner', 'main', 'contentinfo', 'navigation'],
])
const CONTROLS = new Set([
  ...['button', 'link', 'textbox', 'checkbox', 'radio', 'combobox', 'listbox', 'searchbox'],
  ...['menuitem', 'menuitemcheckbox', 'menuitemradio', 'tab', 'switch', 'slider', 'spinbutton'],
  ...['treeitem', 'option'],
])
const OWN_KEYS = new Set(['role', 'name', 'ref', 'text', 'children', 'box', 'cursor'])
const LONGEST_NAME = 400
const LONGEST_TEXT = 2000
const LONGEST_VALUE = 300

type Raw = Readonly<Record<string, unknown>>
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null

/** The tree with wrappers taken out and refs counted anew. */
export function readTree(tree: unknown): readonly Item[] {
  let count = 0
  const read = (raw: unknown): readonly Item[] => {
    if (typeof raw === 'string') {
      const text = plain(raw, LONGEST_TEXT)
      return text === '' ? [] : [text]
    }
    if (!isRaw(raw)) return []
    const parts = [...textOf(raw['text']), ...childrenOf(raw)]
    const role = typeof raw['role'] === 'string' ? raw['role'] : 'generic'
    const name = plain(raw['name'], LONGEST_NAME)
    const isPointer = raw['cursor'] === 'pointer'
    const isBare = role === 'generic' && name === '' && !isPointer && !holdsState(raw)
    if (isBare && isWrapper(parts)) return parts.flatMap(read)
    const isActionable = CONTROLS.has(role) || isPointer
    const source = typeof raw['ref'] === 'string' ? raw['ref'] : null
    const hasRef = source !== null && (isActionable || !READ.has(role))
    const ref = hasRef ? `e${++count}` : null
    const items = joined(parts.flatMap(read))
    if (items.length === 0 && name === '' && !hasRef && role !== 'separator') return []
    const text = items.filter((item) => typeof item === 'string').join(' ')
    const children = items.flatMap((item) => (typeof item === 'string' ? [] : [item.node]))
    const node: SnapNode = { ref, role, name, text, attributes: attributesOf(raw), children }
    return [{ node, source, box: boxOf(raw['box']), isActionable, items }]
  }
  const roots = Array.isArray(tree) ? tree : [tree]
  // The body itself is no element of the page.
  return joined(
    roots.flatMap((root) => (isBody(root) ? childrenOf(root).flatMap(read) : read(root))),
  )
}

const isBody = (raw: unknown): raw is Raw =>
  isRaw(raw) && raw['role'] === 'generic' && !raw['name'] && raw['text'] === undefined

/** Nothing is lost without it: it holds one thing, or nothing. */
const isWrapper = (parts: readonly unknown[]): boolean =>
  parts.length === 0 || (parts.length === 1 && typeof parts[0] !== 'string')

const holdsState = (raw: Raw): boolean =>
  Object.entries(raw).some(
    ([key, value]) => !OWN_KEYS.has(key) && value !== undefined && value !== false,
  )

const textOf = (text: unknown): readonly unknown[] => (typeof text === 'string' ? [text] : [])
const childrenOf = ({ children }: Raw): readonly unknown[] =>
  Array.isArray(children) ? children : []

function joined(items: readonly Item[]): readonly Item[] {
  const all: Item[] = []
  for (const item of items) {
    const last = all.at(-1)
    if (typeof item === 'string' && typeof last === 'string')
      all[all.length - 1] = `${last} ${item}`
    else all.push(item)
  }
  return all
}

function attributesOf(raw: Raw): Readonly<Record<string, string | true>> {
  const attributes: Record<string, string | true> = {}
  for (const [key, value] of Object.entries(raw)) {
    if (OWN_KEYS.has(key)) continue
    if (value === true) attributes[key] = true
    else if (typeof value === 'number') attributes[key] = String(value)
    else if (typeof value === 'string') attributes[key] = plain(value, LONGEST_VALUE)
  }
  if (raw['cursor'] === 'pointer' && !CONTROLS.has(String(raw['role']))) {
    attributes['cursor'] = 'pointer'
  }
  return attributes
}

function boxOf(box: unknown): Box | null {
  if (!isRaw(box)) return null
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(box[key]))
  return { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 }
}

/** On one line, and not without end. */
function plain(text: unknown, longest: number): string {
  if (typeof text !== 'string') return ''
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`
}
