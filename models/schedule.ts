import { ConfigError } from '../core/index.ts'

export const scheduleKinds = ['constant', 'linear', 'cosine'] as const
export type ScheduleKind = (typeof scheduleKinds)[number]

export interface ScheduleOptions {
  readonly kind: ScheduleKind
  /** Reached once the warm-up is over. */
  readonly peak: number
  /** Where linear and cosine end, as a share of the peak. Default 0. */
  readonly floor?: number
  /** Steps on which the rate grows linearly to the peak. Default 0. */
  readonly warmupSteps?: number
  readonly steps: number
}

/** The learning rate of a step, counted from 0. */
export type Schedule = (step: number) => number

/**
 * Learning rates over a run. Warm-up: peak·(t+1)/w for t < w (Goyal et al. 2017, section 2.2; never 0, for a
 * step of rate 0 is wasted). From its last step v = max(w−1, 0) on, with p = (t−v)/(T−1−v) and floor f:
 * constant 1, linear f + (1−f)(1−p), cosine f + (1−f)(1+cos πp)/2 (Loshchilov and Hutter 2017,
 * equation 5, one cycle), each times the peak. Steps beyond the last have the rate of the last.
 * @throws ConfigError for numbers that describe no schedule.
 */
export function createSchedule(options: ScheduleOptions): Schedule {
  const { kind, peak, floor = 0, warmupSteps = 0, steps } = options
  check(options)
  const decay: Readonly<Record<ScheduleKind, (progress: number) => number>> = {
    constant: () => 1,
    linear: (progress) => floor + (1 - floor) * (1 - progress),
    cosine: (progress) => floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2,
  }
  const top = Math.max(warmupSteps - 1, 0)
  const decaySteps = steps - 1 - top
  return (step) => {
    if (step < top) return (peak * (step + 1)) / warmupSteps
    const progress = decaySteps > 0 ? Math.min(1, (step - top) / decaySteps) : 0
    return peak * decay[kind](progress)
  }
}

function check({ peak, floor = 0, warmupSteps = 0, steps }: ScheduleOptions): void {
  const refuse = (reason: string, advice: string): never => {
    throw new ConfigError(`Cannot schedule the learning rate: ${reason} (${advice})`)
  }
  if (!(peak > 0 && Number.isFinite(peak))) refuse(`its peak is ${peak}`, 'give one above 0')
  if (!(floor >= 0 && floor <= 1)) refuse(`its floor is ${floor}`, 'give a share from 0 to 1')
  if (!Number.isInteger(steps) || steps < 1) refuse(`${steps} steps`, 'give a whole number above 0')
  if (!Number.isInteger(warmupSteps) || warmupSteps < 0 || warmupSteps > steps) {
    refuse(`${warmupSteps} of ${steps} steps are to warm up`, 'give fewer, in whole numbers')
  }
}
