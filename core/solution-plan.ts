import type { MaybePromise, Solution } from './define-env.ts'
import type { Plan } from './env.ts'

/** The actions of a solution one by one; a closed loop is asked with the state as it then is. */
export function planOf(
  solve: () => MaybePromise<Solution<unknown, unknown>>,
  state: () => unknown,
): Plan<unknown> {
  let solution: Solution<unknown, unknown> | undefined
  let taken = 0
  return async () => {
    solution ??= await solve()
    if (typeof solution === 'function') return solution(state())
    return solution[taken++] ?? null
  }
}
