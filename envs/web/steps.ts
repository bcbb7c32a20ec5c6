import type { View } from './observe/view.ts'
import { find } from './script.ts'
import type { Script, ScriptStep, Target } from './world.ts'

type Name = string | RegExp

/** An element by its role and name: the whole name, or a pattern within it. */
export const at = (role: string, name?: Name, within?: Target): Target => ({
  role,
  ...(name === undefined ? {} : { name }),
  ...(within ? { within } : {}),
})
export const click = (role: string, name?: Name, within?: Target): ScriptStep => ({
  ...{ on: at(role, name, within), do: 'click' },
})
export const press = (name: Name, within?: Target): ScriptStep => click('button', name, within)
export const link = (name: Name, within?: Target): ScriptStep => click('link', name, within)
export const check = (role: string, name: Name, within?: Target): ScriptStep => ({
  ...{ on: at(role, name, within), do: 'check' },
})
export const fill = (name: Name, text: string, role = 'textbox', within?: Target): ScriptStep => ({
  ...{ on: at(role, name, within), do: 'fill', text },
})
export const select = (
  name: Name,
  options: readonly string[],
  role = 'combobox',
  within?: Target,
): ScriptStep => ({
  ...{ on: at(role, name, within), do: 'select', options },
})

export const goto = (url: string): ScriptStep => ({ tool: 'goto', url })
export const key = (name: string): ScriptStep => ({ tool: 'press', key: name })
export const pause: ScriptStep = { tool: 'wait', seconds: 1 }
export const say = (text: string): ScriptStep => ({ tool: 'say', text })
export const answer = (text: string): ScriptStep => ({ tool: 'answer', text })
/** What is said at the end where nothing was asked. */
export const DONE = answer('Done.')
export const report = (reason: string): ScriptStep => ({ tool: 'report_infeasible', reason })

/** Steps of which some depend on what is seen. */
export const seeing =
  (steps: readonly (ScriptStep | ((view: View) => ScriptStep))[]): Script =>
  ({ view, step }) => {
    const next = steps[step]
    return typeof next === 'function' ? next(view) : (next ?? null)
  }

/** Clicks with the right button. */
export const rightClick =
  (target: Target) =>
  (view: View): ScriptStep => {
    const ref = find(view.nodes, target)?.ref
    if (!ref) throw new Error(`Cannot find ${target.role} ${target.name}`)
    return { tool: 'click', ref, button: 'right' }
  }
