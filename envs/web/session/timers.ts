import { systemClock } from '../../../core/index.ts'

/** What came of `work`, or `late` where it takes longer than `ms` of the wall clock. */
export async function within<T, L>(work: Promise<T>, ms: number, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late), Math.max(0, ms))
  })
  work.catch(() => {})
  return Promise.race([work, expired]).finally(() => clearTimeout(timer))
}

/** Time of the wall clock, which only says when to stop waiting. */
export const wallMs = (): number => systemClock.now()
