import type { View } from '../observe/view.ts'
import { find } from '../script.ts'
import type { Script, ScriptStep, Target } from '../world.ts'

type Name = string | RegExp
export const at = (role: string, name?: Name, nth = 0): Target =>
  name === undefined ? { role, nth } : { role, name, nth }
export const click = (role: string, name?: Name, nth = 0): ScriptStep => ({
  on: at(role, name, nth),
  do: 'click',
})
export const press = (name: Name): ScriptStep => click('button', name)
export const check = (role: string, name: Name): ScriptStep => ({ on: at(role, name), do: 'check' })
export const fill = (name: Name, text: string, role = 'textbox', nth = 0): ScriptStep => ({
  on: at(role, name, nth),
  do: 'fill',
  text,
})
export const select = (name: Name, options: readonly string[], role = 'combobox'): ScriptStep => ({
  on: at(role, name),
  do: 'select',
  options,
})
export const key = (name: string): ScriptStep => ({ tool: 'press', key: name })
export const pause: ScriptStep = { tool: 'wait', seconds: 1 }

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
