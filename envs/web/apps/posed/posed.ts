import type { Rng } from '../../../../core/index.ts'
import type { TaskFile } from '../../session/session.ts'
import type { Script } from '../../world.ts'

/** A sort of task over the state of an application. */
export interface Template<State, Operation> {
  readonly name: string
  readonly difficulty: 1 | 2 | 3
  /** A task for this state, or null where it has nothing to offer: another state is drawn. */
  pose(state: State, rng: Rng): Posed<Operation> | null
}

/** What is asked for, and what then is right. */
export interface Posed<Operation> {
  /** As a user writes it. */
  readonly goal: string
  /** Who is signed in. */
  readonly user: string
  /** Applied to the first state, they give the only last state that is right; none: nothing may change. */
  readonly operations: readonly Operation[]
  /** What must be answered, where something is asked. */
  readonly answer?: Answer
  /** It cannot be done: that must be reported. */
  readonly isInfeasible?: true
  readonly files?: readonly TaskFile[]
  readonly gold: Script
}

/** What is said is right if whatever fits the pattern in it is accepted, and something does. */
export interface Answer {
  readonly accepts: readonly string[]
  /** Of a regular expression: all that could be taken for an answer, so that naming everything is wrong. */
  readonly pattern: string
}

export const NUMBER = '\\b\\d+(?:[.,]\\d+)*\\b'

/** One of several names. */
export function oneOf(value: string, all: readonly string[]): Answer {
  const escaped = all.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return { accepts: [value], pattern: escaped.join('|') }
}

/** Whether an answer is right. */
export function accepts({ accepts, pattern }: Answer, said: string): boolean {
  const found = said.match(new RegExp(pattern, 'gi')) ?? []
  const right = accepts.map((text) => text.toLowerCase())
  return found.length > 0 && found.every((text) => right.includes(text.toLowerCase()))
}
