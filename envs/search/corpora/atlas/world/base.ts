import { deriveSeed } from '../../../../../core/index.ts'
import { drawOf, mix, pickOf } from '../arithmetic/mix.ts'
import type { Day } from './entity.ts'
import { type Counts, countsOf, UNTOLD_EVERY } from './shares.ts'

/** What every part of a world draws from. */
export interface Base {
  readonly pages: number
  readonly seed: number
  readonly counts: Counts
  stream(label: string): number
  /** Integers in [0, bound) by number. */
  draws(label: string, bound: number): (value: number) => number
  picks<T>(label: string, items: readonly [T, ...T[]]): (value: number) => T
  /** Whether a fact that could be told is told. */
  isTold(fact: string): (value: number) => boolean
  /** A day of a year. */
  days(label: string): (value: number, year: number) => Day
}

export function createBase(pages: number, seed: number): Base {
  const stream = (label: string) => deriveSeed(seed, 'atlas', label)
  const draws = (label: string, bound: number) => {
    const from = stream(label)
    return (value: number) => drawOf(from, value, bound)
  }
  return {
    ...{ pages, seed, counts: countsOf(pages), stream, draws },
    picks: (label, items) => {
      const from = stream(label)
      return (value) => pickOf(from, value, items)
    },
    isTold: (fact) => {
      const from = draws(`told/${fact}`, UNTOLD_EVERY)
      return (value) => from(value) !== 0
    },
    days: (label) => {
      const from = stream(label)
      return (value, year) => {
        const drawn = mix(from, value)
        return { year, month: 1 + (drawn % 12), day: 1 + ((drawn >>> 8) % 28) }
      }
    },
  }
}
