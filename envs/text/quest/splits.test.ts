import { expect, test } from 'vitest'
import { createManualClock, make, type Snapshot } from '../../../core/index.ts'
import { quest } from './env.ts'
import type { World } from './world.ts'

const SPLITS = ['train', 'validation', 'test']

/** The world of every task, with its split. */
async function worldsOf(options: { difficulty: string; instances: number }) {
  await using env = await make(quest, { options, clock: createManualClock() })
  const worlds: { split: string; state: World }[] = []
  for (const split of SPLITS) {
    for (let index = 0; index < options.instances / (split === 'train' ? 1 : 10); index++) {
      await env.reset({ task: `${options.difficulty}/${split}/${index}` })
      worlds.push({ split, state: stateIn(await env.snapshot()) as World })
    }
  }
  return worlds
}

function stateIn(snapshot: Snapshot): unknown {
  return snapshot.inner
    ? stateIn(snapshot.inner)
    : (snapshot.state as { readonly state: unknown }).state
}

/** The ways of a map, told by names alone. */
const mapOf = ({ rooms }: World) =>
  rooms
    .flatMap(({ name, exits }) =>
      exits.map((next, direction) => `${name} ${direction} ${rooms[next]?.name ?? ''}`),
    )
    .sort()
    .join()

test.each(['easy', 'standard', 'hard'])(
  'has no map in two splits, in whatever order it was drawn: %s',
  async (difficulty) => {
    const splits = new Map<string, string | undefined>()
    for (const { split, state } of await worldsOf({ difficulty, instances: 300 })) {
      const map = mapOf(state)
      expect(splits.get(map) ?? split, map).toBe(split)
      splits.set(map, split)
    }
  },
)

test.each([
  { w: 1 },
  { w: 1, cooking: 'all', q: 5 },
  { w: 1, cooking: 'all', q: 6 },
  { w: 2, cooking: 'all', q: 8 },
])('has tasks in every split, and none in two, where maps are few: %j', async (knobs) => {
  const worlds = await worldsOf({ difficulty: 'easy', instances: 20, ...knobs })
  const splits = new Map<string, string | undefined>()
  for (const { split, state } of worlds) {
    const { kind, thing, target, recipe } = state.goal
    const named = (index: number) => state.things[index]?.name
    const wanted = recipe.map(({ food, cut, cook }) => `${named(food)} ${cut} ${cook}`).sort()
    const aim = knobs.w > 1 ? '' : [kind, named(thing), named(target), ...wanted].join()
    const content = `${mapOf(state)} ${aim}`
    expect(splits.get(content) ?? split, content).toBe(split)
    splits.set(content, split)
  }
})
