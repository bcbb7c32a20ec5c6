import { z } from 'zod'
import { createRng, systemClock } from '../../core/index.ts'
import { microOptions } from '../../envs/web/micro/instances.ts'
import { microWorld } from '../../envs/web/micro/world.ts'
import type { Host } from '../../envs/web/site/site.ts'
import type { ScriptStep, Target } from '../../envs/web/world.ts'

/** Kinds whose solutions are the same whatever is seen. */
const KINDS = ['radio-group', 'checkboxes', 'fill-form', 'select-list']

/** A step as a script knows it. */
export type PlainStep = Extract<ScriptStep, { readonly on: Target }> & { readonly do: Doing }
type Doing = 'click' | 'check' | 'fill' | 'select'

/** One episode: what is done in it, and a server of its own for whoever plays without our env. */
export interface Planned {
  readonly task: string
  readonly seed: number
  readonly steps: readonly PlainStep[]
  open(): Host
}

export function plannedEpisodes(count: number): readonly Planned[] {
  const options = z.object(microOptions).parse({})
  const tasks = [...(microWorld.tasks.list(options) as readonly { readonly id: string }[])].filter(
    ({ id }) => KINDS.includes(id.split('/')[0] ?? ''),
  )
  return Array.from({ length: count }, (_, seed) => {
    const { id } = tasks[(seed * 7) % tasks.length] ?? { id: '' }
    const open = () => {
      const rng = createRng(seed)
      const task = { id, split: 'train', hash: id }
      return microWorld.open({ task, options, rng, clock: systemClock }) as ReturnType<
        typeof microWorld.open
      > & { readonly server: { readonly host: Host } }
    }
    const gold = microWorld.gold(open() as never)
    if (typeof gold === 'function') throw new Error(`The solution of ${id} depends on what is seen`)
    return { task: id, seed, steps: gold as readonly PlainStep[], open: () => open().server.host }
  })
}
