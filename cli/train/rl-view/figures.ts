import type { Alarm, RlMetrics } from '../../../trainers/index.ts'
import { formatPercent, formatRate, formatSeconds } from '../../format.ts'
import { LABEL, type Part, type Section, sparkline } from './layout.ts'

/** Where a run stands. */
export interface TrainingProgress {
  readonly done: number
  readonly total: number
  readonly seconds: number
  readonly etaSeconds: number | null
  /** The update whose policy is best on what is held out. */
  readonly bestEval?: BestEval | null
}

export interface BestEval {
  readonly update: number
  readonly success: number | null
  readonly return?: number
}

/** All that the view has been told. */
export interface Told {
  readonly metrics: RlMetrics
  readonly progress: TrainingProgress
  /** The last update with an evaluation. */
  readonly evaluated: RlMetrics | null
  /** Rewards of the updates, the latest last. */
  readonly rewards: readonly (number | null)[]
  /** The latest first. */
  readonly alarms: readonly Alarm[]
}

const REWARDS = 60

/** Told so far, and an update more. */
export function tell(before: Told | null, metrics: RlMetrics, progress: TrainingProgress): Told {
  const isEvaluated = evaluationOf(metrics) !== null
  return {
    metrics,
    progress,
    evaluated: isEvaluated ? metrics : (before?.evaluated ?? null),
    rewards: [...(before?.rewards ?? []), finite(metrics.reward)].slice(-REWARDS),
    alarms: before?.alarms ?? [],
  }
}

/** Everything that is shown, from top to bottom, but for the first line. */
export function sectionsOf({ metrics: m, ...told }: Told, columns: number): Section[] {
  const unscored = unscoredOf(m)
  const row = (label: string, ...parts: readonly (string | Part)[]): Section => ({
    label,
    parts: parts.map((part) => (typeof part === 'string' ? { text: part } : part)),
  })
  const reward = `${fixed(m.reward)} ± ${fixed(m.reward_std)}`
  // The cell of the reward, and some.
  const room = Math.min(REWARDS, columns - LABEL - 17)
  return [
    row('reward', reward, { text: sparkline(told.rewards, room), tone: 'bar' }),
    row('success', ...successParts(m, told)),
    row(
      'groups',
      `std ${fixed(m['rollout/in_group_std'])}`,
      `all same ${percent(m.frac_reward_zero_std)}`,
      `all good ${percent(m['rollout/frac_all_good'])}`,
      `all bad ${percent(m['rollout/frac_all_bad'])}`,
    ),
    row(
      'policy',
      `entropy ${fixed(m.entropy)}`,
      `ref KL ${small(m.kl)}`,
      `ppo KL ${small(m.ppo_kl)}`,
      `clip ${clipped(m)}`,
    ),
    row(
      'step',
      `gradient ${fixed(m.grad_norm)}`,
      `loss ${small(m.loss)}`,
      `lr ${m.learning_rate.toExponential(1)}`,
      bad(`skipped ${m.skipped}`, m.skipped > 0),
    ),
    row(
      'trained',
      `${m['rollout/kept_groups'] ?? '-'} of ${groupsOf(m)} groups`,
      `mismatch ${small(m['sampling/sampling_logp_difference/mean'])}`,
      `ESS ${percent(m['sampling/ess'])}`,
      `stale ${stale(m)}`,
    ),
    row(
      'episodes',
      grouped(m.episodes),
      `turns ${fixed(m['num_turns/mean'], 1)}`,
      `invalid ${percent(invalid(m))}`,
      `cut off ${percent(m['episode/truncated_ratio'])}`,
    ),
    ...(unscored.length === 0 ? [] : [row('unscored', ...unscored.map((told) => bad(told, true)))]),
    row('speed', `${tokenRate(m)} tok/s`, ...phaseParts(m, told.evaluated)),
    row(
      'alarms',
      ...(told.alarms.length === 0
        ? [{ text: 'none', tone: 'faint' } as const]
        : told.alarms.map(({ name, update }) => bad(`${name} (${update})`, true))),
    ),
  ]
}

function successParts(
  metrics: RlMetrics,
  { evaluated, progress }: Omit<Told, 'metrics'>,
): string[] {
  const train = `train ${percent(metrics['episode/success_rate'])}`
  const evaluation = evaluated && evaluationOf(evaluated)
  if (!evaluated || evaluation === null) return [train]
  const best = progress.bestEval
  return [
    train,
    `held out ${evaluation}`,
    `at update ${evaluated.global_step}`,
    ...(best ? [`best ${bestOf(best)} (${best.update})`] : []),
  ]
}

const bestOf = ({ success, return: value }: BestEval) =>
  success === null ? fixed(value) : percent(success)

/** On a line of its own, for a stream that is no terminal. */
export function describeUpdate(metrics: RlMetrics, progress: TrainingProgress): string {
  const { done, total, seconds, etaSeconds } = progress
  const evaluation = evaluationOf(metrics)
  const unscored = unscoredOf(metrics)
  const success = metrics['episode/success_rate']
  return [
    `update ${done}/${total}`,
    `reward ${fixed(metrics.reward)}`,
    ...(success === undefined ? [] : [`success ${percent(success)}`]),
    ...(evaluation === null ? [] : [`held out ${evaluation}`]),
    `std ${fixed(metrics['rollout/in_group_std'])}`,
    `all same ${percent(metrics.frac_reward_zero_std)}`,
    `entropy ${fixed(metrics.entropy)}`,
    ...(metrics.kl === undefined ? [] : [`KL ${small(metrics.kl)}`]),
    `clip ${clipped(metrics)}`,
    `gradient ${fixed(metrics.grad_norm)}`,
    ...(metrics.skipped > 0 ? [`skipped ${metrics.skipped}`] : []),
    ...(unscored.length === 0 ? [] : [`unscored ${unscored.join(', ')}`]),
    `${tokenRate(metrics)} tok/s`,
    `${formatSeconds(metrics['timing_s/step'])} an update`,
    remaining(done >= total, seconds, etaSeconds),
  ].join('  ')
}

export const remaining = (isDone: boolean, seconds: number, etaSeconds: number | null): string =>
  isDone
    ? `in ${formatSeconds(seconds)}`
    : `ETA ${etaSeconds === null ? '-' : formatSeconds(etaSeconds)}`

/** Success, or the return where the env tells no success. */
function evaluationOf(metrics: RlMetrics): string | null {
  const success = metrics['eval/success']
  if (success !== undefined) return percent(success)
  const value = metrics['eval/return']
  return value === undefined ? null : fixed(value)
}

/** Seconds of what an update consists of; of the last evaluation, where this update has none. */
function phaseParts(metrics: RlMetrics, evaluated: RlMetrics | null): string[] {
  const seconds = {
    rollout: metrics['timing_s/rollout'],
    // Mostly it takes no time to speak of.
    credit: over(0.05, metrics['timing_s/credit']),
    update: metrics['timing_s/update'],
    eval: evaluated?.['timing_s/eval'],
  }
  return Object.entries(seconds).flatMap(([phase, spent]) =>
    spent === undefined ? [] : [`${phase} ${formatSeconds(spent)}`],
  )
}

const over = (least: number, value = 0) => (value >= least ? value : undefined)

/** `3 SandboxError`, and other classes. */
function unscoredOf(metrics: RlMetrics): string[] {
  return Object.entries(metrics).flatMap(([name, count]) =>
    name.startsWith('unscored/') && count ? [`${count} ${name.slice('unscored/'.length)}`] : [],
  )
}

const bad = (text: string, isBad: boolean): Part => (isBad ? { text, tone: 'bad' } : { text })

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null

const fixed = (value: number | undefined, digits = 3): string =>
  finite(value)?.toFixed(digits) ?? '-'

const percent = (share: number | undefined): string => {
  const value = finite(share)
  return value === null ? '-' : formatPercent(value)
}

/** Four digits after the point, or an exponent where they would be zeros. */
function small(value: number | undefined): string {
  const known = finite(value)
  if (known === null) return '-'
  return known !== 0 && Math.abs(known) < 0.001 ? known.toExponential(1) : known.toFixed(4)
}

/** `1.0/2.0 %`: below and above. */
function clipped(metrics: RlMetrics): string {
  const low = finite(metrics['clip_ratio/low_mean'])
  const high = finite(metrics['clip_ratio/high_mean'])
  if (low === null && high === null) return '-'
  return `${(100 * (low ?? 0)).toFixed(1)}/${formatPercent(high ?? 0)}`
}

/** `0.4, max 2`: in versions of the weights. */
function stale(metrics: RlMetrics): string {
  const mean = finite(metrics['staleness/mean'])
  if (mean === null) return '-'
  const max = finite(metrics['staleness/max']) ?? 0
  return max === 0 ? '0' : `${mean.toFixed(1)}, max ${max}`
}

const groupsOf = (metrics: RlMetrics) =>
  (metrics['rollout/kept_groups'] ?? 0) + (metrics['rollout/discarded_groups'] ?? 0)

function invalid(metrics: RlMetrics): number | undefined {
  const valid = metrics['episode/valid_action_ratio']
  return valid === undefined ? undefined : 1 - valid
}

const tokenRate = (metrics: RlMetrics) =>
  Number(formatRate(metrics['perf/throughput'])).toLocaleString('en-US')

const grouped = (count: number) => count.toLocaleString('en-US')
