import type { JudgeContext, Judgement } from '../../world.ts'
import { accepts, type Posed } from './posed.ts'

/** A state as a flat table of what counts: `APO-12.status` is `done`. Absent: there is no such thing. */
export type Facts = Readonly<Record<string, string>>

export interface Verdict {
  readonly posed: Posed<unknown>
  readonly initial: Facts
  readonly expected: Facts
  readonly now: Facts
  /** What servers saw of attempts to cheat. */
  readonly integrity: readonly string[]
}

/** Requests past the pages change nothing, and may be mistakes; what else is seen is meant, and voids. */
const MAY_BE_MISTAKES = ['direct-call']

/** Compares states as a whole: whatever else was changed is as wrong as what was not. */
export function judgeFacts(
  { posed, initial, expected, now, integrity }: Verdict,
  { answer, infeasible }: Pick<JudgeContext, 'answer' | 'infeasible'>,
): Judgement {
  const wanted = differences(initial, expected)
  const right = wanted.filter((key) => now[key] === expected[key])
  const subgoals: Record<string, boolean> = Object.fromEntries(
    wanted.map((key) => [key, now[key] === expected[key]]),
  )
  if (posed.answer) subgoals['answered'] = answer !== null && accepts(posed.answer, answer)
  if (posed.isInfeasible) subgoals['reported'] = infeasible !== null
  const isLegal = integrity.every((attempt) => MAY_BE_MISTAKES.includes(attempt))
  return {
    solved:
      isLegal &&
      differences(expected, now).length === 0 &&
      Object.values(subgoals).every(Boolean) &&
      (posed.isInfeasible === true || infeasible === null),
    ended: false,
    subgoals,
    fields: wanted.length === 0 ? 0 : right.length / wanted.length,
    integrity,
  }
}

/** What the one has and the other has not, or otherwise. */
export function differences(one: Facts, other: Facts): readonly string[] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return keys.filter((key) => one[key] !== other[key]).sort()
}

/** Text as it is compared: how lines were broken and ended does not count. */
export const plainText = (text: string): string => text.replace(/\s+/g, ' ').trim()
