import { createRng, hashJson } from '../../../core/index.ts'
import { admissible, phrase } from './admissible.ts'
import { answerTo } from './answer.ts'
import { drawWorld } from './generate.ts'
import { type Knobs, levels } from './levels.ts'
import type { World } from './world.ts'

/** Fewest commands that win, by breadth-first search over everything a player can say; -1 beyond `most`. */
export function shortestWin(world: World, most: number): number {
  let layer = [structuredClone(world)]
  const met = new Set<string>()
  for (let moves = 1; moves <= most; moves++) {
    const next: World[] = []
    for (const state of layer) {
      for (const action of admissible(state)) {
        if (IDLE.has(action.verb)) continue
        const after = structuredClone(state)
        const { invalid } = answerTo(after, phrase(state, action))
        if (invalid !== null) throw new Error(`${phrase(state, action)}: ${invalid}`)
        if (after.end === 'won') return moves
        if (after.end === 'lost') continue
        const { here, where, shut, form, lit, read } = after
        const key = hashJson([here, where, shut, form, lit, read])
        if (met.has(key)) continue
        met.add(key)
        next.push(after)
      }
    }
    layer = next
  }
  return -1
}

const IDLE = new Set(['look', 'inventory', 'examine'])

/** A world of the easy level but for these knobs. */
export function world(knobs: Partial<Knobs>, seed: number): World {
  const rng = createRng(seed)
  for (let tries = 0; tries < 1000; tries++) {
    const drawn = drawWorld(rng, { ...levels.easy, ...knobs }, () => true)
    if (drawn) return drawn
  }
  throw new Error('nothing was drawn')
}
