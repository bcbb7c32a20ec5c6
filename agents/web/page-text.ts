/** An element as a line of the snapshot shows it. */
export interface Item {
  readonly ref: string | null
  readonly role: string
  readonly name: string
  /** `checked`, `disabled`, `expanded=false` ... */
  readonly attributes: ReadonlySet<string>
  /** What a field holds, or the text beside the name. */
  readonly text: string
  readonly parent: Item | null
  readonly children: Item[]
}

/** What an observation of a web env tells. */
export interface PageText {
  readonly goal: string | null
  readonly dialog: { readonly kind: string; readonly message: string } | null
  /** In the order of the page, parents before their children. */
  readonly items: readonly Item[]
  /** What a policy would see change: all but notes and errors. */
  readonly look: string
}

const LINE = /^(\s*)- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?((?: \[[^\]]*\])*)'?(?::(?: (.*))?)?$/
const TOLD = /^(Goal|Error|Note|Focused): ?/

/** Reads the text of an observation, given as such or as parts of a message. */
export function readPage(observation: unknown): PageText {
  const lines = textOf(observation).split('\n')
  const items: Item[] = []
  const open: { readonly depth: number; readonly item: Item }[] = []
  for (const line of lines) {
    const match = LINE.exec(line)
    if (!match) continue
    const [, indent = '', role = '', name = '', brackets = '', text = ''] = match
    while ((open.at(-1)?.depth ?? -1) >= indent.length) open.pop()
    const parent = open.at(-1)?.item ?? null
    const marks = [...brackets.matchAll(/\[([^\]]*)\]/g)].map(([, mark = '']) => mark)
    const item: Item = {
      ref: marks.find((mark) => mark.startsWith('ref='))?.slice(4) ?? null,
      role,
      name: unescaped(name),
      attributes: new Set(marks),
      text: unescaped(text.replace(/^"(.*)"$/, '$1')),
      parent,
      children: [],
    }
    parent?.children.push(item)
    items.push(item)
    open.push({ depth: indent.length, item })
  }
  const dialog = lines.map((line) => /^Dialog \((\w+)\): ?(.*)$/.exec(line)).find(Boolean)
  return {
    goal: goalOf(lines),
    dialog: dialog ? { kind: dialog[1] ?? '', message: dialog[2] ?? '' } : null,
    items,
    look: lines.filter((line) => !TOLD.test(line)).join('\n'),
  }
}

/** A goal may have several lines: it ends at the first empty one. */
function goalOf(lines: readonly string[]): string | null {
  const first = lines.findIndex((line) => line.startsWith('Goal: '))
  if (first < 0) return null
  const end = lines.indexOf('', first)
  const told = lines.slice(first, end < 0 ? undefined : end).join('\n')
  return told.slice('Goal: '.length)
}

function textOf(observation: unknown): string {
  if (!Array.isArray(observation)) return String(observation)
  return observation
    .map((part: unknown) =>
      typeof part === 'object' && part !== null && 'text' in part ? String(part.text) : '',
    )
    .join('\n')
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1')

/** All that an element and what is in it say. */
export function contentOf(item: Item): string {
  return [item.name, item.text, ...item.children.map(contentOf)].join(' ')
}
