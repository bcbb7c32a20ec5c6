import {
  type AnyDef,
  ConfigError,
  canonicalJson,
  type ErrorClass,
  messageOf,
  type RewardTerm,
  type Score,
  type ServiceName,
  type Signals,
  type Trajectory,
} from '../core/index.ts'
import { createGroupScorer, type GroupScorer } from './groups.ts'
import { withKnownSignals } from './known-signals.ts'
import { type PlannedEpisode, planEpisodes } from './plan.ts'
import { reasonUnscored } from './reason-unscored.ts'
import { choosePresets } from './rescored-presets.ts'
import {
  causeOf,
  type EpisodeResult,
  type EpisodeScores,
  type GroupScores,
  resultOf,
  rewardOf,
  type ScoreLine,
} from './result.ts'
import type { RunFile, Summary } from './run-file.ts'
import { isSuccess, scoreAfresh, scoreEpisode } from './score.ts'
import { mean } from './statistics.ts'
import {
  isTorn,
  openScores,
  readRun,
  readScores,
  type StandingScores,
  type StoredRun,
  TRAJECTORIES,
} from './store.ts'
import { summarize } from './summary.ts'

export interface RescoreOptions {
  /** Folder of a run that has ended. */
  readonly dir: string
  /** The env as it is now. */
  readonly definition: AnyDef
  /** A preset; undefined: every one that needs no service. */
  readonly reward?: string | undefined
  /** Aborted before anything is written: nothing is, and its reason is thrown. */
  readonly signal?: AbortSignal
  /** Episodes read so far. */
  readonly onProgress?: (read: number) => void
}

export interface RescoreResult {
  readonly dir: string
  readonly env: string
  readonly episodes: number
  readonly presets: readonly RescoredPreset[]
  /** Presets that stay as they were, with the services they need. */
  readonly leftOut: Readonly<Record<string, readonly ServiceName[]>>
  /** The last line of the trajectories was torn by a crash: its episode is left out. */
  readonly torn: boolean
  /** Appended to `scores.jsonl`. */
  readonly linesWritten: number
  readonly summaryBefore: Summary | null
  readonly summary: Summary
}

export interface RescoredPreset {
  readonly preset: string
  /** Episodes that have a value now. */
  readonly scored: number
  readonly meanBefore: number | null
  readonly meanAfter: number | null
  /** Episodes whose score is not what it was; those that had none count. */
  readonly changed: number
  readonly unscoredByClass: Readonly<Partial<Record<ErrorClass, number>>>
  /** Complete groups that were scored; null for a reward that does not look at groups. */
  readonly groups: number | null
  /** What the reward could not do, told of the first place where it could not. */
  readonly problem: { readonly where: string; readonly reason: string } | null
}

/** A preset while its run is read. */
interface Preset {
  readonly name: string
  readonly term: RewardTerm<never>
  problem: RescoredPreset['problem']
  groups: number
}

interface Scorer {
  readonly preset: Preset
  readonly groups: GroupScorer
}

interface Rescored {
  /** In the order of the plan. */
  readonly results: readonly EpisodeResult[]
  /** Lines that do not stand already. */
  readonly news: readonly ScoreLine[]
}

/**
 * Computes the rewards of a stored run again, from its trajectories alone, and appends what is new to
 * its `scores.jsonl`. Everything is computed before anything is written.
 * @throws ConfigError for a run, a line of it or a preset that cannot be, and RunError where the folder
 * can no longer be written.
 */
export async function rescore(options: RescoreOptions): Promise<RescoreResult> {
  const { dir, definition } = options
  const stored = await readRun(dir)
  checkEnded(dir, stored.file)
  checkEnv(dir, stored.file, definition)
  const { chosen, leftOut } = choosePresets(definition, options.reward, `rescore ${dir}`)
  const presets = chosen.map(([name, term]): Preset => ({ name, term, problem: null, groups: 0 }))
  const torn = await isTorn(dir)
  if (torn === null) {
    throw new ConfigError(
      `Cannot rescore ${dir}: ${TRAJECTORIES} is not in it (give the folder of a whole run)`,
    )
  }
  const standing = await readScores(stored)
  const { results, news } = await rescoreEpisodes(stored, presets, standing, options)
  const summary = summarize(results)
  if (results.length > 0) await write(dir, news, summary)
  return {
    dir,
    env: definition.id,
    episodes: results.length,
    presets: presets.map((preset) => describePreset(preset, results, standing)),
    leftOut: Object.fromEntries(leftOut.map(([name, { needs = [] }]) => [name, needs])),
    torn,
    linesWritten: news.length,
    summaryBefore: stored.file.summary,
    summary,
  }
}

async function rescoreEpisodes(
  stored: StoredRun,
  presets: readonly Preset[],
  standing: StandingScores,
  { definition, signal, onProgress }: RescoreOptions,
): Promise<Rescored> {
  const { episodes, seed, groupSize } = stored.file.config
  const plan = planEpisodes({ episodes, seed, groupSize, tasks: null })
  const planned = new Set(plan.map(({ id }) => id))
  const scorers = presets.map((preset) => ({ preset, groups: groupScorerOf(preset, plan) }))
  const results = new Map<string, EpisodeResult>()
  const news: ScoreLine[] = []
  for await (const read of stored.trajectories()) {
    signal?.throwIfAborted()
    // As a resumed run does: the first line about an episode counts.
    if (!planned.has(read.id) || results.has(read.id)) continue
    const trajectory = withKnownSignals(read)
    const before = standing.episodes.get(read.id)
    // What a crash kept from being scored is scored whole, as by --resume.
    const base = before ?? (await scoreEpisode(definition, trajectory, {}))
    const { line, groupLines } = await rescoreEpisode(trajectory, base, scorers, definition)
    const isStanding = ({ group, reward, values }: GroupScores) =>
      isSame(values, standing.groups.get(reward)?.get(group)?.values)
    if (!isSame(line, before)) news.push(line)
    news.push(...groupLines.filter((groupLine) => !isStanding(groupLine)))
    results.set(read.id, resultOf(trajectory, line))
    onProgress?.(results.size)
  }
  signal?.throwIfAborted()
  return { results: plan.flatMap(({ id }) => results.get(id) ?? []), news }
}

/** An episode's line, and those of the groups it completes. */
async function rescoreEpisode(
  trajectory: Trajectory,
  base: EpisodeScores,
  scorers: readonly Scorer[],
  definition: AnyDef,
): Promise<{ readonly line: EpisodeScores; readonly groupLines: readonly GroupScores[] }> {
  const scores: Record<string, Score> = { ...base.scores }
  const groupLines: GroupScores[] = []
  for (const { preset, groups } of scorers) {
    const record = await scoreAfresh(preset.term, trajectory, {})
    scores[preset.name] = plainScore(rewardOf(record))
    preset.problem ??= await problemIn(preset.term, record)
    const group = await groups.add(record)
    if (!group) continue
    preset.groups++
    groupLines.push({ ...group, values: plainScores(group.values) })
  }
  const [first = ''] = Object.keys(definition.rewards)
  const isFirstNew = scorers.some(({ preset }) => preset.name === first)
  const success = isFirstNew ? isSuccess(scores[first], trajectory) : base.success
  return { line: { episode: trajectory.id, scores, success }, groupLines }
}

async function write(dir: string, news: readonly ScoreLine[], summary: Summary): Promise<void> {
  // The run may have been resumed meanwhile.
  const { file } = await readRun(dir)
  checkEnded(dir, file)
  const isRenewed = !isSame(file.summary, summary)
  if (news.length === 0 && !isRenewed) return
  const store = await openScores(dir)
  try {
    for (const line of news) await store.appendScores(line)
    if (isRenewed) await store.save({ ...file, summary })
  } finally {
    await store.close()
  }
}

function checkEnded(dir: string, { status }: RunFile): void {
  if (status !== 'running') return
  throw new ConfigError(
    `Cannot rescore ${dir}: the run has not ended (wait for it; if it was killed, finish it first with --resume)`,
  )
}

function checkEnv(dir: string, { config }: RunFile, { id }: AnyDef): void {
  if (id === config.env) return
  throw new ConfigError(
    `Cannot rescore ${dir}: its episodes are of ${config.env}, the env given is ${id} (give the env they were played in)`,
  )
}

/** Group scores as a run computes them; what its term throws is remembered. */
function groupScorerOf(preset: Preset, plan: readonly PlannedEpisode[]) {
  const { name, term } = preset
  const { group } = term
  const watched: RewardTerm<never> = {
    ...term,
    ...(group
      ? {
          async group(trajectories, given) {
            try {
              return await group(trajectories, given)
            } catch (error) {
              const where = `group ${trajectories[0]?.group ?? 'of nobody'}`
              preset.problem ??= { where, reason: messageOf(error) }
              throw error
            }
          },
        }
      : {}),
  }
  return createGroupScorer(plan, { preset: name, term: watched }, {}, new Map())
}

/** Why an episode that was played has no score; null: it has one. */
async function problemIn(
  term: RewardTerm<never>,
  record: Trajectory,
): Promise<RescoredPreset['problem']> {
  const { id, outcome } = record
  if (outcome.status === 'failed' || outcome.reward.status === 'scored') return null
  const reason = (await reasonUnscored(term as RewardTerm<Signals>, record)) ?? 'it gives no score'
  return { where: `episode ${id}`, reason }
}

function describePreset(
  { name, term, problem, groups }: Preset,
  results: readonly EpisodeResult[],
  standing: StandingScores,
): RescoredPreset {
  const after = results.flatMap(({ scores }) => scores[name] ?? [])
  const before = results.map(({ id }) => standing.episodes.get(id)?.scores[name])
  const unscoredByClass: Partial<Record<ErrorClass, number>> = {}
  for (const cause of after.flatMap((score) => causeOf(score) ?? [])) {
    unscoredByClass[cause] = (unscoredByClass[cause] ?? 0) + 1
  }
  return {
    preset: name,
    scored: valuesOf(after).length,
    meanBefore: mean(valuesOf(before.flatMap((score) => score ?? []))),
    meanAfter: mean(valuesOf(after)),
    changed: after.filter((score, index) => !isSame(score, before[index])).length,
    unscoredByClass,
    groups: term.group ? groups : null,
    problem,
  }
}

function valuesOf(scores: readonly Score[]): number[] {
  return scores.flatMap((score) => (score.status === 'scored' ? [score.value] : []))
}

/** What a line keeps of a score: a term may hang more on it. */
function plainScore(score: Score): Score {
  return score.status === 'scored'
    ? { status: 'scored', value: score.value }
    : { status: 'unscored', cause: score.cause }
}

function plainScores(values: Readonly<Record<string, Score>>): Record<string, Score> {
  return Object.fromEntries(Object.entries(values).map(([id, score]) => [id, plainScore(score)]))
}

/** As they would stand in a file. */
function isSame(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b)
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(JSON.parse(JSON.stringify(value)))
}
