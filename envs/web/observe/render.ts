import type { Acted } from '../session/session.ts'
import type { ObserveOptions, View } from './view.ts'

export interface Rendered {
  readonly options: ObserveOptions
  /** What became of the last action; null: there was none. */
  readonly acted: Acted | null
  /** Both sides, a line each. */
  readonly chat: readonly string[]
  readonly goal?: string
}

/** A view as text, for a model to read. */
export function renderView(view: View, { options, acted, chat, goal }: Rendered): string {
  const { url, title, tabs, dialog, focused, snapshot, html } = view
  const parts = [
    goal === undefined ? [] : [`Goal: ${goal}`, ''],
    options.errors && acted?.error ? [`Error: ${acted.error}`] : [],
    (acted?.notes ?? []).map((note) => `Note: ${note}`),
    options.chat ? chat : [],
    options.tabs && tabs.length > 1 ? ['Tabs:', ...tabs.map(tabLine)] : [],
    options.location ? [`Page: ${title === '' ? url : `${oneLine(title)} (${url})`}`] : [],
    dialog ? [`Dialog (${dialog.kind}): ${oneLine(dialog.message)}`] : [],
    options.focus && focused !== null ? [`Focused: ${focused}`] : [],
    options.snapshot && snapshot !== null
      ? [snapshot === '' ? '(The page is empty.)' : snapshot]
      : [],
    options.html && html !== null ? ['HTML:', html] : [],
  ]
  return parts.flat().join('\n')
}

const tabLine = ({ title, url, active }: View['tabs'][number], index: number) =>
  `${active ? '*' : ' '} ${index + 1}. ${title === '' ? url : `${oneLine(title)} (${url})`}`

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 500)
