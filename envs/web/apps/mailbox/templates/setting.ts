import type { Rng } from '../../../../../core/index.ts'
import { fill, link, press } from '../../../steps.ts'
import type { ScriptStep } from '../../../world.ts'
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

export const search = (query: string): readonly ScriptStep[] => [
  fill('Search mail', query, 'searchbox'),
  press('Search'),
]
export const openMail = ({ letter }: Mail): readonly ScriptStep[] => [
  ...search(`subject:"${letter.subject}"`),
  link(letter.subject),
]
