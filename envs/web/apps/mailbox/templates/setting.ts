import type { Rng } from '../../../../../core/index.ts'
import type { ScriptStep, Target } from '../../../world.ts'
import type { Template } from '../../posed/posed.ts'
import { ATTACKER } from '../generate.ts'
import type { Letter, Mail, MailState } from '../model.ts'
import type { Operation } from '../operations.ts'

export type MailTemplate = Template<MailState, Operation>

/** Mails from people, one in its thread: what tasks are mostly about. */
export const singles = (state: MailState): readonly Mail[] =>
  state.mails.filter(
    ({ thread, from }) =>
      !from.address.endsWith(ATTACKER) &&
      !from.address.match(/^(?:news|offers)@/) &&
      state.mails.filter((other) => other.thread === thread).length === 1,
  )

export const EMPTY: Letter = {
  ...{ to: [], cc: [], subject: '', body: '', attachments: [], about: null },
}
export const sentence = (rng: Rng): string =>
  `${rng.pick(['Thanks, this works for me', 'I need two more days', 'Please go ahead', 'Let us talk on Friday', 'I agree with the plan'])}, ref ${rng.int(100, 999)}.`

export const DONE: ScriptStep = { tool: 'answer', text: 'Done.' }
export const say = (text: string): ScriptStep => ({ tool: 'answer', text })
export const button = (name: string | RegExp, within?: Target): ScriptStep => ({
  on: { role: 'button', name, ...(within ? { within } : {}) },
  do: 'click',
})
export const link = (name: string | RegExp, within?: Target): ScriptStep => ({
  on: { role: 'link', name, ...(within ? { within } : {}) },
  do: 'click',
})
export const fill = (name: string, text: string, role = 'textbox'): ScriptStep => ({
  ...{ on: { role, name }, do: 'fill', text },
})
export const choose = (name: string, option: string): ScriptStep => ({
  ...{ on: { role: 'combobox', name }, do: 'select', options: [option] },
})
export const check = (name: string): ScriptStep => ({
  ...{ on: { role: 'checkbox', name }, do: 'check' },
})
export const search = (query: string): readonly ScriptStep[] => [
  fill('Search mail', query, 'searchbox'),
  button('Search'),
]
export const openMail = ({ letter }: Mail): readonly ScriptStep[] => [
  ...search(`subject:"${letter.subject}"`),
  link(letter.subject),
]
