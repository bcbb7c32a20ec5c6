import { z } from 'zod'
import { ConfigError } from './errors.ts'
import type { Json } from './json.ts'
import type { Rng } from './rng.ts'

export interface CurriculumOptions {
  /** Difficulties of tasks, easiest first. */
  readonly levels: readonly (string | number)[]
  /** Where to begin (default: the easiest). */
  readonly start?: string | number
  /** Episodes of a level that its success is measured over (default 20). */
  readonly window?: number
  /** Share of successes over a whole window from which the next level begins (default 0.8). */
  readonly raise?: number
  /** Share below which the level before comes back (default 0.1). */
  readonly lower?: number
  /** Share of episodes that rehearse an earlier level (default 0.1). */
  readonly rehearse?: number
}

/** A schedule of difficulty by success. One may serve many envs at once; `state` is plain JSON, for checkpoints. */
export interface Curriculum {
  readonly level: string | number
  /** The difficulty of the next episode. */
  next(rng: Rng): string | number
  /** How an episode went. Rehearsals and episodes of a level left meanwhile change nothing. */
  report(level: string | number, isSuccess: boolean): void
  state(): Json
  restore(state: Json): void
}

const savedState = z.strictObject({ at: z.int().min(0), recent: z.array(z.boolean()) })

/** @throws ConfigError for shares and levels that make no schedule. */
export function createCurriculum(options: CurriculumOptions): Curriculum {
  const { levels, window = 20, raise = 0.8, lower = 0.1, rehearse = 0.1 } = options
  const { start = levels[0] } = options
  const refuse = (reason: string): never => {
    throw new ConfigError(`Cannot make a curriculum: ${reason}`)
  }
  if (levels.length === 0) refuse('it has no levels (name at least one)')
  if (new Set(levels).size < levels.length) refuse('a level is named twice (name each once)')
  if (!Number.isSafeInteger(window) || window < 1) {
    refuse(`its window is ${window} episodes (give a whole number from 1)`)
  }
  if (!(lower >= 0 && lower < raise && raise <= 1)) {
    refuse(`it lowers below ${lower} and raises from ${raise} (give 0 <= lower < raise <= 1)`)
  }
  if (!(rehearse >= 0 && rehearse < 1)) refuse(`it rehearses ${rehearse} (give a share below 1)`)
  let at = levels.indexOf(start as string | number)
  if (at < 0) refuse(`it starts at ${start}, which is none of its levels (${levels.join(', ')})`)
  let recent: boolean[] = []

  const move = (to: number) => {
    at = to
    recent = []
  }
  return {
    get level() {
      return levels[at] as string | number
    },
    next: (rng) => levels[at > 0 && rng.chance(rehearse) ? rng.int(at) : at] as string | number,
    report(level, isSuccess) {
      // Tasks may have gone through JSON or flags: 1 and "1" are one level.
      if (String(level) !== String(levels[at])) return
      recent.push(isSuccess)
      if (recent.length > window) recent.shift()
      if (recent.length < window) return
      const share = recent.filter(Boolean).length / window
      if (share >= raise && at < levels.length - 1) move(at + 1)
      else if (share < lower && at > 0) move(at - 1)
    },
    state: () => ({ at, recent: [...recent] }),
    restore(state) {
      const saved = savedState.safeParse(state)
      if (!saved.success || levels[saved.data.at] === undefined) {
        throw new ConfigError(
          `Cannot restore a curriculum of ${levels.length} levels: its state is ${JSON.stringify(state)} (use what state() gave, and the same levels)`,
        )
      }
      at = saved.data.at
      recent = saved.data.recent.slice(-window)
    },
  }
}
