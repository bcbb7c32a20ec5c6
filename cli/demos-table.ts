import { type EpisodeResult, mean, type RunResult } from '../runs/index.ts'
import { formatNumber, formatSeconds } from './format.ts'
import { invocation } from './invocation.ts'

/** Demonstrations of one difficulty. */
interface Row {
  readonly difficulty: string | null
  readonly episodes: number
  readonly kept: number
  /** Of those kept. */
  readonly meanTurns: number | null
  readonly meanReturn: number | null
}

/** Episodes worth imitating, as `readDemonstrations` has them. */
const keptOf = (results: readonly EpisodeResult[]) => results.filter(({ success }) => success)

export function demosTable({ dir, env, results, seconds, status }: RunResult): string {
  const all = rowOf(null, results)
  const rows = rowsOf(results)
  const below = results.filter(({ success }) => success === false).length
  const unscored = results.length - all.kept - below
  const width = Math.max(10, ...rows.map(({ difficulty }) => (difficulty ?? '').length))
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(13)).join('')}`
  const cellsOf = ({ episodes, kept, meanTurns, meanReturn }: Row) => [
    ...[String(episodes), String(kept), formatNumber(meanTurns, 1), formatNumber(meanReturn)],
  ]
  return [
    `${env.id}: ${all.kept} demonstrations of ${results.length} episodes${status === 'interrupted' ? ', interrupted' : ''}`,
    '',
    line('difficulty', ['episodes', 'kept', 'mean turns', 'mean return']),
    ...rows.map((row) => line(row.difficulty ?? '-', cellsOf(row))),
    ...(rows.length > 1 ? [line('all', cellsOf(all))] : []),
    '',
    ...(below > 0
      ? [`${below} earned less than ${env.rewardThreshold}: they are stored, and not read.`]
      : []),
    ...(unscored > 0 ? [`${unscored} could not be scored: they are stored, and not read.`] : []),
    `Stored in ${dir} (${formatSeconds(seconds)})`,
    `See what the solution did: ${invocation('report', dir)}`,
  ].join('\n')
}

export function demosJson({ dir, env, results, seconds, status }: RunResult, seed: number): string {
  const { kept, meanTurns, meanReturn } = rowOf(null, results)
  const turns = keptOf(results).reduce((sum, result) => sum + result.turns, 0)
  return JSON.stringify({
    run: dir,
    env: env.id,
    status,
    seed,
    episodes: results.length,
    kept,
    unscored: results.filter(({ success }) => success === null).length,
    turns,
    meanTurns,
    meanReturn,
    byDifficulty: rowsOf(results),
    seconds,
  })
}

/** Why there is nothing to imitate; null: there is. */
export function nothingKept({ results }: RunResult): string | null {
  if (results.some(({ success }) => success)) return null
  if (results.length === 0) return 'No episode was finished.'
  const error = results.find((result) => result.error !== null)?.error
  return `No episode succeeded: there is nothing to imitate.${error ? ` For example: ${error}` : ''}`
}

function rowsOf(results: readonly EpisodeResult[]): readonly Row[] {
  const groups = new Map<string | null, EpisodeResult[]>()
  for (const result of results) {
    const { difficulty } = result.task ?? {}
    const name = difficulty === undefined ? null : String(difficulty)
    const members = groups.get(name) ?? []
    members.push(result)
    groups.set(name, members)
  }
  return [...groups].map(([difficulty, members]) => rowOf(difficulty, members))
}

function rowOf(difficulty: string | null, results: readonly EpisodeResult[]): Row {
  const kept = keptOf(results)
  const returns = kept.flatMap(({ reward }) => (reward.status === 'scored' ? [reward.value] : []))
  return {
    difficulty,
    episodes: results.length,
    kept: kept.length,
    meanTurns: mean(kept.map(({ turns }) => turns)),
    meanReturn: mean(returns),
  }
}
