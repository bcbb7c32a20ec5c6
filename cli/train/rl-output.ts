import type { EngineSpec } from '../../models/index.ts'
import type { Alarm, PolicyDescription, RlMetrics } from '../../trainers/index.ts'
import { nameEngine } from '../device-flags.ts'
import { formatNumber, formatPercent, formatSeconds } from '../format.ts'
import type { BestEval } from './rl-view.ts'

/** What is told of a run of reinforcement learning at its end. */
export interface RlRunSummary {
  readonly dir: string
  readonly status: 'complete' | 'interrupted'
  readonly seed: number
  readonly envs: readonly string[]
  readonly algorithm: string
  readonly engine: EngineSpec
  readonly model: PolicyDescription
  /** Updates done, of those that were asked for. */
  readonly updates: number
  readonly of: number
  readonly episodes: number
  readonly tokens: number
  readonly seconds: number
  /** Of the last evaluation; null where there was none, or the env tells no success. */
  readonly evalSuccess: number | null
  readonly evalReturn: number | null
  /** The update whose policy is best on what is held out. */
  readonly best: BestEval | null
  readonly alarms: readonly Alarm[]
  /** Episodes by the class of the failure. */
  readonly unscored: Readonly<Record<string, number>>
  /** Optimizer steps. */
  readonly skipped: number
  readonly last: RlMetrics | null
  /** The folder of the trained model or adapter. */
  readonly exported: string | null
}

const LABEL = 14

export function rlTable(summary: RlRunSummary): string {
  const { algorithm, model, envs, updates, of, status, last, engine, exported } = summary
  const row = (label: string, value: string | null) =>
    value === null ? [] : [`  ${label.padEnd(LABEL)}${value}`]
  return [
    `${algorithm} of ${model.model} on ${envs.join(', ')}: ${grouped(updates)} of ${grouped(of)} updates${status === 'interrupted' ? ', interrupted' : ''}`,
    '',
    ...row('held out', heldOut(summary)),
    ...row('best', bestOf(summary.best)),
    ...row('training', last && trainingOf(last)),
    ...row('policy', last && policyOf(last)),
    ...row('episodes', `${grouped(summary.episodes)}, ${grouped(summary.tokens)} tokens`),
    ...row('unscored', unscoredOf(summary.unscored)),
    ...row('skipped', summary.skipped > 0 ? `${summary.skipped} steps, not finite` : null),
    ...row('computed by', nameEngine(engine)),
    ...summary.alarms.flatMap(({ name, update }, place) =>
      row(place === 0 ? 'alarms' : '', `${name}, update ${update}`),
    ),
    '',
    `Stored in ${summary.dir} (${formatSeconds(summary.seconds)})`,
    ...(exported === null
      ? []
      : [`${model.trained === model.parameters ? 'Model' : 'Adapter'}: ${exported}`]),
  ].join('\n')
}

/** One line: what is not known is null. */
export function rlJson(summary: RlRunSummary): string {
  const { dir, envs, algorithm, engine, ...rest } = summary
  return JSON.stringify({
    run: dir,
    env: envs.join(','),
    envs,
    algorithm,
    engine: engine.engine,
    device: engine.device,
    threads: engine.threads,
    ...rest,
  })
}

function heldOut({ evalSuccess, evalReturn }: RlRunSummary): string | null {
  if (evalSuccess === null && evalReturn === null) return null
  return [
    ...(evalSuccess === null ? [] : [`success ${formatPercent(evalSuccess)}`]),
    ...(evalReturn === null ? [] : [`return ${formatNumber(evalReturn)}`]),
  ].join(', ')
}

function bestOf(best: BestEval | null): string | null {
  if (best === null) return null
  const { update, success, return: value } = best
  const told = success === null ? `return ${formatNumber(value ?? null)}` : formatPercent(success)
  return `${told} held out, update ${update}`
}

/** Of the last update: `reward 0.812 ± 0.300, success 81.3 %`. */
function trainingOf({ reward, reward_std: std, ...metrics }: RlMetrics): string | null {
  const success = metrics['episode/success_rate']
  if (reward === undefined) return null
  const spread = std === undefined ? '' : ` ± ${formatNumber(std)}`
  const rate = success === undefined ? '' : `, success ${formatPercent(success)}`
  return `reward ${formatNumber(reward)}${spread}${rate}`
}

function policyOf({ entropy, kl }: RlMetrics): string | null {
  if (entropy === undefined) return null
  const from = kl === undefined ? '' : `, ${formatNumber(kl, 4)} nats from the reference`
  return `entropy ${formatNumber(entropy)} nats a token${from}`
}

function unscoredOf(unscored: RlRunSummary['unscored']): string | null {
  const classes = Object.entries(unscored).filter(([, count]) => count > 0)
  if (classes.length === 0) return null
  return classes.map(([name, count]) => `${grouped(count)} ${name}`).join(', ')
}

const grouped = (count: number) => count.toLocaleString('en-US')
