import type { Rate, RunResult, Sampling, Spread } from '../runs/index.ts'
import { nameEngine } from './device-flags.ts'
import { formatMs, formatNumber, formatPercent, formatRate, formatSeconds } from './format.ts'

const LABEL = 16

/** The figures of a finished run, at most 80 columns wide. */
export function runTable(result: RunResult): string {
  const { summary, env, agent } = result
  return [
    `${env.id}, agent ${agent}${summary.sandbox ? `, sandbox ${summary.sandbox}` : ''}`,
    '',
    ...row('episodes', episodesOf(result)),
    ...row('success', describeRate(summary.success)),
    ...Object.entries(summary.successBy).flatMap(([field, rates]) => breakdown(field, rates)),
    ...rewardsOf(result),
    ...row(
      'turns',
      `${formatNumber(summary.turns.mean, 1)} mean, ${summary.turns.p50 ?? '-'} p50, ${summary.turns.p95 ?? '-'} p95`,
    ),
    ...stoppedOf(result),
    ...row('failed actions', failedActions(result)),
    ...row('unscored', unscoredOf(result)),
    ...tokensOf(result),
    ...(result.sampling ? samplingOf(result.sampling) : []),
    ...passes(result),
    '',
    ...timings(result),
    '',
    ...row('speed', speedOf(result)),
  ].join('\n')
}

/** Why a run has no figures, where none of its episodes was scored; else null. */
export function nothingScored({ summary, results }: RunResult): string | null {
  if (summary.scored > 0) return null
  if (summary.episodes === 0) return 'No episode was finished.'
  const example = results.find(({ error }) => error !== null)?.error
  return `No episode was scored: ${unscoredOf({ summary })}.${example ? ` For example: ${example}` : ''}`
}

function row(label: string, value: string): string[] {
  return [`  ${label.padEnd(LABEL)}${value}`]
}

function episodesOf({ summary, status }: RunResult): string {
  const { episodes, scored, unscored, retried } = summary
  const parts = [`${scored} scored`, `${unscored} unscored`]
  if (retried > 0) parts.push(`${retried} took several attempts`)
  return `${episodes} (${parts.join(', ')})${status === 'interrupted' ? ', interrupted' : ''}`
}

function describeRate({ rate, low, high, successes, of }: Rate): string {
  if (rate === null || low === null || high === null) return 'unknown: nothing was scored'
  const interval = `${(low * 100).toFixed(1)} to ${formatPercent(high)}`
  return `${formatPercent(rate)}  (${successes} of ${of}; 95 % interval ${interval})`
}

/** A single value says what the whole says. */
function breakdown(field: string, rates: Readonly<Record<string, Rate>>): string[] {
  const values = Object.entries(rates)
  if (values.length < 2) return []
  return [
    `  by ${field}`,
    ...values.map(([value, { rate, successes, of }]) => {
      const share = rate === null ? '-' : formatPercent(rate)
      return `    ${value.padEnd(LABEL + 8)}${share.padStart(8)}  (${successes} of ${of})`
    }),
  ]
}

function rewardsOf({ summary, env }: RunResult): string[] {
  const presets = Object.entries(summary.rewards).flatMap(([name, spread]) => {
    const chosen = name === env.reward.preset ? '  <- chosen' : ''
    return row(`reward ${name}`, `${describeSpread(spread)}${chosen}`)
  })
  return env.reward.preset === null
    ? [...presets, ...row('reward chosen', describeSpread(summary.reward))]
    : presets
}

function describeSpread({ mean, standardDeviation }: Spread): string {
  if (mean === null) return 'unknown: nothing was scored'
  return `${formatNumber(mean)} mean, ${formatNumber(standardDeviation)} standard deviation`
}

function failedActions({ summary }: RunResult): string {
  const { failedActions: failed, turns } = summary
  return `${failed} of ${turns.total}${turns.total > 0 ? ` (${formatPercent(failed / turns.total)})` : ''}`
}

/** Episodes that the agent ended, of those that it did. */
function stoppedOf({ summary: { stopped = {}, episodes } }: RunResult): string[] {
  return Object.entries(stopped)
    .sort(([, a], [, b]) => b - a)
    .flatMap(([reason, count], place) =>
      row(place === 0 ? 'ended by agent' : '', `${count} of ${episodes}: ${reason}`),
    )
}

function unscoredOf({ summary }: Pick<RunResult, 'summary'>): string {
  const classes = Object.entries(summary.unscoredByClass)
  if (classes.length === 0) return '0'
  return classes.map(([name, count]) => `${count} ${name}`).join(', ')
}

/** Where an agent asked a server that counts. */
function tokensOf({ summary: { usage } }: RunResult): string[] {
  if (!usage) return []
  const count = (tokens: number) => Math.round(tokens).toLocaleString('en')
  const cost = usage.cost === undefined ? '' : `, cost ${formatNumber(usage.cost)}`
  const told = usage.estimated ? ', in part estimated' : ''
  const { promptTokens, completionTokens } = usage
  return row('tokens', `${count(promptTokens)} in, ${count(completionTokens)} out${cost}${told}`)
}

/** What the run itself computed. */
function samplingOf(sampling: Sampling): string[] {
  const { tokensPerSecond, occupancy, queueMs } = sampling
  const speed = tokensPerSecond === null ? '-' : Math.round(tokensPerSecond).toLocaleString('en')
  const queue = `queue ${formatMs(queueMs.mean)} mean, ${formatMs(queueMs.max)} max`
  return [
    ...row('sampling', `${speed} tokens/s, ${formatNumber(occupancy, 1)} a batch, ${queue}`),
    ...row('computed by', nameEngine(sampling)),
  ]
}

/** k = 1, 2, 4, 8 ... and the largest. */
function passes({ summary }: RunResult): string[] {
  const ks = Object.keys(summary.passAtK).map(Number)
  const shown = ks.filter((k) => Number.isInteger(Math.log2(k)) || k === ks.length).slice(0, 7)
  if (shown.length === 0) return []
  const line = (values: Readonly<Record<string, number>>) =>
    shown.map((k) => formatPercent(values[k] ?? 0).padStart(9)).join('')
  return [
    '',
    `  ${`${summary.groups} groups, k =`.padEnd(LABEL)}${shown.map((k) => String(k).padStart(9)).join('')}`,
    `  ${'pass@k'.padEnd(LABEL)}${line(summary.passAtK)}`,
    `  ${'pass^k'.padEnd(LABEL)}${line(summary.passHatK)}`,
  ]
}

function timings({ summary }: RunResult): string[] {
  const phases = [
    ['setup', summary.timings.setupMs],
    ['agent', summary.timings.agentMs],
    ['env', summary.timings.envMs],
    ['grading', summary.timings.gradingMs],
  ] as const
  const cell = (ms: number | null) => (ms === null ? '-' : formatMs(ms)).padStart(12)
  return [
    `  ${'time an episode'.padEnd(LABEL)}${'p50'.padStart(12)}${'p95'.padStart(12)}`,
    ...phases.map(([name, { p50, p95 }]) => `  ${name.padEnd(LABEL)}${cell(p50)}${cell(p95)}`),
  ]
}

function speedOf({ episodesPerSecond, seconds }: RunResult): string {
  return `${formatRate(episodesPerSecond)} episodes/s, ${formatSeconds(seconds)} in all`
}
