import { ConfigError, type EpisodeContext } from '../../core/index.ts'

/** The actions these agents take: those of web envs that go by refs. */
export type WebCall =
  | { readonly tool: 'click'; readonly ref: string; readonly button?: 'right' }
  | { readonly tool: 'check' | 'double_click' | 'hover'; readonly ref: string }
  | { readonly tool: 'drag'; readonly from: string; readonly to: string }
  | { readonly tool: 'fill'; readonly ref: string; readonly text: string }
  | { readonly tool: 'select'; readonly ref: string; readonly options: readonly string[] }
  | { readonly tool: 'press'; readonly ref?: string; readonly key: string }
  | { readonly tool: 'upload'; readonly ref: string; readonly files: readonly string[] }
  | { readonly tool: 'scroll'; readonly direction: 'down' | 'up' }
  | { readonly tool: 'dialog'; readonly accept: boolean; readonly text?: string }
  | { readonly tool: 'wait'; readonly seconds: number }
  | { readonly tool: 'answer'; readonly text: string }

export const TEXT_ROLES: ReadonlySet<string> = new Set([
  ...['textbox', 'searchbox', 'spinbutton', 'slider', 'combobox'],
])
export const CHECK_ROLES: ReadonlySet<string> = new Set(['checkbox', 'radio', 'switch'])
export const CLICK_ROLES: ReadonlySet<string> = new Set([
  ...['button', 'link', 'tab', 'option', 'menuitem', 'menuitemcheckbox', 'menuitemradio'],
  ...['treeitem', 'gridcell', 'columnheader', 'listitem', 'row'],
])

/** @throws ConfigError where the env has no pages to click on. */
export function requireRefs(name: string, context: EpisodeContext<unknown, unknown>): void {
  if (context.actionSpace.contains({ tool: 'click', ref: 'e1' })) return
  throw new ConfigError(
    `Cannot play ${context.spec.id} as ${name}: its actions have no click by ref (choose another agent or env)`,
  )
}
