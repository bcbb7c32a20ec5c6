import type { Json } from '../../../../core/index.ts'
import { isRecord, shown, textOf } from '../data/json.ts'

/** An action as it is read: which tool, and each of its fields. */
export interface ActionView {
  readonly tool: string | null
  readonly fields: readonly ActionField[]
  /** A text that is replaced by another: shown as a change. */
  readonly change: { readonly before: string; readonly after: string } | null
}

export interface ActionField {
  readonly name: string
  readonly text: string
  /** Too long for a line, or of several. */
  readonly isBlock: boolean
}

const INLINE = 100
const CHANGES = [
  ['old', 'new'],
  ['oldText', 'newText'],
  ['old_string', 'new_string'],
  ['search', 'replace'],
] as const

export function viewAction(action: Json | undefined): ActionView {
  if (!isRecord(action)) {
    const text = shown(action)
    return {
      tool: null,
      fields: text === '' ? [] : [{ name: '', text, isBlock: true }],
      change: null,
    }
  }
  const tool = toolField(action)
  const pair = CHANGES.find(
    ([before, after]) => textOf(action[before]) !== null && textOf(action[after]) !== null,
  )
  const left = Object.entries(action).filter(
    ([name, value]) =>
      name !== tool?.key && value !== undefined && !pair?.some((key) => key === name),
  )
  const texts = left.filter(([, value]) => typeof value === 'string')
  return {
    tool: tool?.name ?? null,
    fields: left.map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
      const isOnly = !pair && texts.length === 1 && left.length === 1
      return { name: isOnly ? '' : name, text, isBlock: isOnly || isLong(text) }
    }),
    change: pair
      ? { before: textOf(action[pair[0]]) ?? '', after: textOf(action[pair[1]]) ?? '' }
      : null,
  }
}

/** What kind of action it is, in a word. */
export function nameOfAction(action: Json | undefined): string {
  if (!isRecord(action)) return textOf(action)?.trim().slice(0, 40) || 'action'
  return toolField(action)?.name ?? 'action'
}

/** The tool that an action calls; null where it names none. */
export const toolOf = (action: Json | undefined): string | null =>
  isRecord(action) ? (toolField(action)?.name ?? null) : null

function toolField(action: Readonly<Record<string, Json | undefined>>) {
  for (const key of ['tool', 'type', 'name', 'action']) {
    const name = textOf(action[key])
    if (name !== null && !isLong(name)) return { key, name }
  }
  return null
}

const isLong = (text: string) => text.length > INLINE || text.includes('\n')
