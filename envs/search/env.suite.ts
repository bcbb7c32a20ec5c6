import { type MakeOptions, make } from '../../core/index.ts'
import type { SearchSignals } from './signals.ts'
import { tiny } from './tiny.suite.ts'
import type { SearchAction } from './tools.ts'

type Options = MakeOptions<typeof tiny>['options']

/** Plays actions on the question about two pages; what came of each, and of the last. */
export async function played(
  actions: readonly (SearchAction | { invalid: string; raw: unknown })[],
  options: Options = {},
  task = 'bridge',
) {
  await using env = await make(tiny, { options })
  const first = await env.reset({ seed: 1, task })
  const steps = []
  for (const action of actions) steps.push(await env.step(action))
  const last = steps.at(-1)
  if (!last) throw new Error('nothing was played')
  const texts = steps.map(({ observation }) => observation.text)
  const signals = (last.info.signals ?? {}) as SearchSignals
  return { first: first.observation, steps, last, texts, text: texts.at(-1) ?? '', signals }
}
