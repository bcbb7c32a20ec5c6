import type { WebCall } from './call.ts'
import { contentOf, type Item } from './page-text.ts'

/** Something that fits the goal; the best come first. */
export interface Proposal {
  /** Equal for what would be the same again, on whatever page: `press button "Next"`. */
  readonly key: string
  readonly call: WebCall
  /** Pressed until it changes nothing: the next page, the next month. */
  readonly isRepeatable?: boolean
}

/** Elements of one name are told apart by the row or the box they stand in. */
export function keyOf(verb: string, item: Item, value = ''): string {
  const part = verb === 'press' ? partOf(item) : null
  return `${verb} ${item.role} ${item.name} ${value} | ${part ? contentOf(part).slice(0, 200) : ''}`
}

/** The row, list item or box around an element; null: it stands in the page itself. */
export function partOf(item: Item): Item | null {
  let at = item.parent
  while (at && !/^(row|listitem|article|group)$/.test(at.role)) at = at.parent
  return at
}
