import type { WebAction } from '../act/tools.ts'
import type { SnapNode } from '../observe/view.ts'
import { walk } from '../script.ts'

/** An element as the page tells of it. */
export interface Place {
  readonly role: string
  /** What it may be called, likeliest first. */
  readonly names: readonly string[]
  readonly isPointer: boolean
  /** Which of all elements of its role that are seen. */
  readonly nth: number
  readonly count: number
}

/** What a person did in the window. */
export interface Meant {
  readonly kind:
    | 'click'
    | 'double_click'
    | 'hover'
    | 'drag'
    | 'fill'
    | 'select'
    | 'press'
    | 'scroll'
  /** The element and what it lies in, from the inside out. */
  readonly chain: readonly Place[]
  readonly toChain: readonly Place[]
  /** Of a drag: it ended where it began. */
  readonly isSame: boolean
  /** Type of an input element. */
  readonly input: string | null
  readonly isChecked: boolean
  readonly point?: readonly [number, number]
  readonly points?: readonly (readonly [number, number])[]
  readonly button?: 'left' | 'middle' | 'right'
  readonly text?: string
  readonly key?: string
  readonly labels: readonly string[]
  readonly isPage: boolean
  readonly dx?: number
  readonly dy?: number
}

/** The ref of an element in a snapshot, or of the nearest one around it that has one; null: neither is sure. */
export function refOfPlace(nodes: readonly SnapNode[], chain: readonly Place[]): string | null {
  const all = [...walk(nodes)]
  for (const place of chain) {
    const ref = refOfOne(all, place)
    if (ref !== null) return ref
  }
  return null
}

function refOfOne(all: readonly SnapNode[], place: Place): string | null {
  const { role, names, isPointer, nth, count } = place
  if (role === 'generic' && !isPointer) return null
  const alike = all.filter(
    (node) => node.role === role && (role !== 'generic' || node.attributes['cursor'] !== undefined),
  )
  const named = (node: SnapNode) =>
    names.some((name) => name === node.name || name === textOf(node))
  // As many as the page has: they are the same, in the same order.
  const inOrder = alike.length === count ? alike[nth] : undefined
  if (inOrder) return inOrder.ref
  const [only, ...others] = alike.filter(named)
  return only && others.length === 0 ? only.ref : null
}

const textOf = (node: SnapNode): string =>
  [node.name, node.text, ...node.children.map(textOf)].filter((text) => text !== '').join(' ')

/** The action that does what a person did; null: there is none, with what to type instead. */
export function actionOfMeant(
  meant: Meant,
  nodes: readonly SnapNode[],
): { readonly action: WebAction } | { readonly note: string } {
  const ref = refOfPlace(nodes, meant.chain)
  const [x, y] = meant.point ?? [0, 0]
  switch (meant.kind) {
    case 'press':
      return { action: { tool: 'press', key: meant.key ?? '' } }
    case 'fill':
      return ref === null
        ? unknown('write into', '{"tool":"fill","ref":"...","text":"..."}')
        : { action: { tool: 'fill', ref, text: meant.text ?? '' } }
    case 'select':
      return ref === null
        ? unknown('choose from', '{"tool":"select","ref":"...","options":["..."]}')
        : { action: { tool: 'select', ref, options: [...meant.labels] } }
    case 'hover':
      return { action: ref === null ? { tool: 'hover_at', x, y } : { tool: 'hover', ref } }
    case 'double_click':
      return {
        action: ref === null ? { tool: 'double_click_at', x, y } : { tool: 'double_click', ref },
      }
    case 'drag':
      return { action: dragOf(meant, ref, refOfPlace(nodes, meant.toChain)) }
    case 'scroll':
      return { action: scrollOf(meant, ref) }
    case 'click':
      return clickOf(meant, ref)
  }
}

const unknown = (what: string, form: string) => ({
  note: `Cannot tell which element you meant to ${what} (type the action: ${form})`,
})

function clickOf(meant: Meant, ref: string | null) {
  const { input, isChecked, button = 'left', point: [x, y] = [0, 0] } = meant
  if (input === 'file') {
    return {
      note: `Files are chosen here (type the action: {"tool":"upload","ref":"${ref ?? '...'}","files":["..."]})`,
    }
  }
  const other = button === 'left' ? {} : { button }
  if (ref === null) return { action: { tool: 'click_at', x, y, ...other } as const }
  if (button === 'left' && (input === 'checkbox' || input === 'radio')) {
    const tool = isChecked && input === 'checkbox' ? 'uncheck' : 'check'
    return { action: { tool, ref } as const }
  }
  return { action: { tool: 'click', ref, ...other } as const }
}

/** Most points of a stroke. */
const STROKE = 40

function dragOf(meant: Meant, from: string | null, to: string | null): WebAction {
  if (from !== null && to !== null && from !== to) return { tool: 'drag', from, to }
  const { points = [] } = meant
  const every = Math.max(1, Math.ceil(points.length / STROKE))
  const kept = points.filter((_, at) => at % every === 0 || at === points.length - 1)
  if (meant.isSame) return { tool: 'draw', points: kept.map(([x, y]): [number, number] => [x, y]) }
  const [[fromX, fromY] = [0, 0], [toX, toY] = [0, 0]] = [points[0], points.at(-1)]
  return { tool: 'drag_at', from_x: fromX, from_y: fromY, to_x: toX, to_y: toY }
}

function scrollOf({ isPage, point, dx = 0, dy = 0 }: Meant, ref: string | null): WebAction {
  const isVertical = Math.abs(dy) >= Math.abs(dx)
  const by = Math.round(isVertical ? dy : dx)
  const pixels = Math.min(20_000, Math.max(1, Math.abs(by)))
  const direction = isVertical ? (by < 0 ? 'up' : 'down') : by < 0 ? 'left' : 'right'
  if (isPage) return { tool: 'scroll', direction, pixels }
  if (ref !== null) return { tool: 'scroll', ref, direction, pixels }
  const [x, y] = point ?? [0, 0]
  return { tool: 'scroll_at', x, y, dx: Math.round(dx), dy: Math.round(dy) }
}
