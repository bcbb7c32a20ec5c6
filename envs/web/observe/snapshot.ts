import type { Page } from 'playwright-core'
import { budgeted, type Line } from './budget.ts'
import { type Element, type Item, readTree } from './snapshot-tree.ts'
import type { SnapNode } from './view.ts'

/** The accessibility tree of a page, with refs of its own. */
export interface Snapshot {
  readonly nodes: readonly SnapNode[]
  /** By ref: Playwright's, and how the snapshot calls it. */
  readonly elements: ReadonlyMap<string, { readonly ref: string; readonly label: string }>
  readonly boxes: readonly Mark[]
  readonly focused: string | null
  /** One element a line, no longer than that. */
  text(chars: number): string
}

/** Where an element is in the window. */
export interface Mark {
  readonly ref: string
  readonly box: Box
}
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const emptySnapshot: Snapshot = {
  ...{ nodes: [], elements: new Map(), boxes: [], focused: null },
  text: () => '',
}

/** @throws Error where the page does not answer in time. */
export async function snapshotOf(page: Page, timeout: number): Promise<Snapshot> {
  const read = () => page.ariaSnapshotJSON({ mode: 'ai', boxes: true, timeout })
  // A document that just made way for another cannot answer.
  const tree = await read().catch(read)
  return readSnapshot(tree, page.viewportSize()?.height ?? Number.POSITIVE_INFINITY)
}

/** The snapshot that Playwright's tree gives. */
export function readSnapshot(tree: unknown, height: number): Snapshot {
  const items = readTree(tree)
  const elements = new Map<string, { readonly ref: string; readonly label: string }>()
  const boxes: Mark[] = []
  let focused: string | null = null
  const visit = (item: Item) => {
    if (typeof item === 'string') return
    const { node, source, box, isActionable } = item
    const label = node.name === '' ? node.role : `${node.role} ${JSON.stringify(node.name)}`
    if (node.ref !== null && source !== null) {
      elements.set(node.ref, { ref: source, label })
      if (box && isActionable) boxes.push({ ref: node.ref, box })
    }
    if (node.attributes['active'] && node.role !== 'document') {
      focused = node.ref === null ? label : `${node.ref} ${label}`
    }
    item.items.forEach(visit)
  }
  items.forEach(visit)
  return {
    nodes: items.filter((item) => typeof item !== 'string').map(({ node }) => node),
    ...{ elements, boxes, focused },
    text: (chars) => budgeted(linesOf(items, height), chars),
  }
}

function linesOf(items: readonly Item[], height: number): readonly Line[] {
  const lines: Line[] = []
  const write = (item: Item, depth: number, parent: number, isParentShown: boolean) => {
    const indent = '  '.repeat(depth)
    if (typeof item === 'string') {
      lines.push({ text: `${indent}- text: ${item}`, parent, isShown: isParentShown })
      return
    }
    const { box } = item
    const isShown = box === null ? isParentShown : box.y < height && box.y + box.height > 0
    const [only] = item.items
    const isInline = item.items.length === 1 && typeof only === 'string'
    const rest = isInline ? `: ${only}` : item.items.length > 0 ? ':' : ''
    const at = lines.length
    lines.push({ text: `${indent}- ${headOf(item)}${rest}`, parent, isShown })
    if (!isInline) for (const child of item.items) write(child, depth + 1, at, isShown)
  }
  for (const item of items) write(item, 0, -1, true)
  return lines
}

function headOf({ node }: Element): string {
  const { role, name, ref, attributes } = node
  const told = Object.entries(attributes).flatMap(([key, value]) =>
    // What has the focus is told once, for the page.
    key === 'active' ? [] : [value === true ? `[${key}]` : `[${key}=${value}]`],
  )
  return [
    role,
    ...(name === '' ? [] : [JSON.stringify(name)]),
    ...(ref === null ? [] : [`[ref=${ref}]`]),
    ...told,
  ].join(' ')
}
