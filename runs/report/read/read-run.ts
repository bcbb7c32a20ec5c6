import { open, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import {
  ConfigError,
  errorClasses,
  type Json,
  messageOf,
  type Trajectory,
} from '../../../core/index.ts'
import { scoreLineSchema } from '../../records.ts'
import {
  causeOf,
  chosenScore,
  type EpisodeResult,
  type EpisodeScores,
  resultOf,
  successOf,
} from '../../result.ts'
import type { RunFile } from '../../run-file.ts'
import { RUN, SCORES, TRAJECTORIES } from '../../store.ts'
import { summarize } from '../../summary.ts'
import type { AnyPanel, PanelRun, Tags } from '../panel.ts'
import type { Sample } from '../samples/sample.ts'
import { type ListedEpisode, listedEpisode } from './episode-row.ts'
import { followFile } from './follow-file.ts'
import { notesOn } from './notes.ts'
import { collectProblems } from './problems.ts'
import { searchLines } from './search-lines.ts'
import { type OpenedRunFile, openRunFile } from './stored-run-file.ts'
import { openTrajectory } from './stored-trajectory.ts'
import { followTraining, METRICS, type SampleKey } from './training/follow-training.ts'
import { openTrainingFile } from './training/stored-training-file.ts'

/** A run's folder as a report reads it: whatever state it is in, and again while the run goes on. */
export interface RunReader {
  readonly dir: string
  /** Reads what is new since the last time; false: nothing is. Each new episode is handed on as it was stored. */
  update(onEpisode?: (stored: Json, id: string) => Promise<void>): Promise<boolean>
  view(label: string): RunView
  /** The stored trajectory, read again from the folder. */
  trajectory(id: string): Promise<Json | null>
  /** An episode that a training run stored, read again from the folder. */
  sample(of: SampleKey): Promise<Sample | null>
  /** Ids of episodes whose transcript holds the text, whatever its case, with the share looked through so far. */
  search(
    text: string,
  ): AsyncGenerator<{ readonly found: readonly string[]; readonly share: number }>
}

/** What is known of a run. */
export interface RunView extends Omit<PanelRun<unknown>, 'facts'> {
  /** What is missing, one sentence each. */
  readonly notes: readonly string[]
  /** One a result, in the same order. */
  readonly listed: readonly ListedEpisode[]
  /** What the panels count each under, in the same order. */
  readonly tags: readonly Tags[]
  /** The same run as one panel sees it. */
  forPanel(panel: AnyPanel): PanelRun<unknown>
}

/** What is kept of an episode. */
interface KeptEpisode {
  readonly result: EpisodeResult
  /** Name of the chosen reward; null for a composition. */
  readonly preset: string | null
  readonly listed: ListedEpisode
  /** One a panel. */
  readonly facts: readonly unknown[]
  readonly start: number
  readonly end: number
}

/** @throws ConfigError where there is no such folder, or no run in it. */
export async function openRunReader(dir: string, panels: readonly AnyPanel[]): Promise<RunReader> {
  await checkFolder(dir)
  const trajectoriesPath = join(dir, TRAJECTORIES)
  const trajectories = followFile(trajectoriesPath)
  const scoresFile = followFile(join(dir, SCORES))
  const training = followTraining(dir)
  const problems = collectProblems()
  const episodes = new Map<string, KeptEpisode>()
  const scores = new Map<string, EpisodeScores>()
  let opened: OpenedRunFile = { file: {}, training: null, notes: [] }
  let openedText = ''
  let torn: number | null = 0
  /** The first episode's, for where `run.json` does not say. */
  let played: Pick<Trajectory, 'env' | 'agent'> | null = null

  const readTrajectories = async (onEpisode?: (stored: Json, id: string) => Promise<void>) => {
    let found = false
    const restart = () => {
      found = true
      played = null
      episodes.clear()
      problems.clear(TRAJECTORIES)
    }
    for await (const { bytes, line, start, end } of trajectories.news(restart)) {
      found = true
      let episode: { stored: Json; id: string } | undefined
      try {
        const stored = parse(bytes)
        const { trajectory, missing } = openTrajectory(stored)
        // As a resumed run does: the first line about an episode counts.
        if (episodes.has(trajectory.id)) continue
        const kept = { ...keep(trajectory, panels), start, end }
        problems.missing(missing)
        played ??= { env: trajectory.env, agent: trajectory.agent }
        episodes.set(trajectory.id, kept)
        episode = { stored, id: trajectory.id }
      } catch (error) {
        problems.badLine(TRAJECTORIES, line, messageOf(error))
      }
      if (episode) await onEpisode?.(episode.stored, episode.id)
    }
    torn = await trajectories.tornBytes()
    return found
  }
  const readScores = async () => {
    let found = false
    const restart = () => {
      found = true
      scores.clear()
      problems.clear(SCORES)
    }
    for await (const { bytes, line } of scoresFile.news(restart)) {
      found = true
      try {
        const parsed = scoreLineSchema.safeParse(parse(bytes))
        if (!parsed.success) problems.badLine(SCORES, line, 'it is no line of scores')
        else if ('episode' in parsed.data) scores.set(parsed.data.episode, parsed.data)
      } catch (error) {
        problems.badLine(SCORES, line, messageOf(error))
      }
    }
    return found
  }
  const readRunFile = async () => {
    opened = untimedWhileRunning(await openRunFile(dir))
    if (opened.notes.length > 0 && (await isTrainingWithoutFile(dir))) {
      opened = { ...opened, training: openTrainingFile(null) }
    }
    const text = JSON.stringify(opened)
    const changed = text !== openedText
    openedText = text
    return changed
  }

  return {
    dir,
    async update(onEpisode) {
      // First what `run.json` says, then at least as many episodes as it had then.
      const changes = [await readRunFile(), await readTrajectories(onEpisode), await readScores()]
      if (opened.training) changes.push(await training.update())
      return changes.some((changed) => changed)
    },
    view(label) {
      const kept = [...episodes.values()].sort((a, b) => (a.result.id < b.result.id ? -1 : 1))
      const results = kept.map((episode) => withScores(episode, scores.get(episode.result.id)))
      const summary = summarize(results)
      const file = played ? { env: played.env as RunFile['env'], ...opened.file } : opened.file
      const agent = file.config?.agent ?? played?.agent ?? null
      const trained = opened.training ? training.view(opened.training) : null
      const base = {
        ...{ label, dir, file, agent, summary, results },
        training: trained?.training ?? null,
      }
      return {
        ...base,
        listed: kept.map(({ listed }, index) => withReward(listed, results[index])),
        tags: kept.map(({ facts }) =>
          Object.assign({}, ...panels.map((panel, at) => panel.tags?.(facts[at]) ?? {})),
        ),
        notes: [
          ...opened.notes,
          ...(trained?.notes ??
            notesOn({
              file: opened.file,
              summary,
              torn,
              unscoredLines: results.filter(({ id }) => !scores.has(id)).length,
            })),
          ...problems.notes(),
        ],
        forPanel(panel) {
          const at = panels.indexOf(panel)
          return { ...base, facts: kept.map(({ facts }) => facts[at]) }
        },
      }
    },
    async trajectory(id) {
      const found = episodes.get(id)
      return found ? parse(await readBytes(trajectoriesPath, found.start, found.end)) : null
    },
    sample: (of) => training.sample(of),
    search: (text) => searchLines(trajectoriesPath, text),
  }
}

/** `run.json` learns the time of a session when that ends. */
function untimedWhileRunning(opened: OpenedRunFile): OpenedRunFile {
  const { file } = opened
  if (file.status !== 'running') return opened
  const { seconds: _, ...rest } = file
  return { ...opened, file: rest }
}

/** Where `run.json` cannot be read: runs of episodes have trajectories, runs of training have metrics. */
async function isTrainingWithoutFile(dir: string): Promise<boolean> {
  const [metrics, trajectories] = await Promise.all(
    [METRICS, TRAJECTORIES].map((name) => stat(join(dir, name)).catch(() => null)),
  )
  return metrics !== null && trajectories === null
}

function keep(trajectory: Trajectory, panels: readonly AnyPanel[]) {
  const unknown: EpisodeScores = { episode: trajectory.id, scores: {}, success: null }
  const result = resultOf(trajectory, unknown)
  return {
    result,
    preset: trajectory.env.reward.preset,
    listed: listedEpisode(trajectory, result),
    facts: panels.map(({ read }) => read?.(trajectory)),
  }
}

function withScores(
  { result, preset }: KeptEpisode,
  line: EpisodeScores | undefined,
): EpisodeResult {
  if (!line) return result
  // An end that cannot be read is no end that was scored, whatever a line says.
  const cause = causeOf(result.reward)
  const isKnown = cause === null || errorClasses.includes(cause)
  const reward = isKnown ? chosenScore(result.reward, preset, line) : result.reward
  return { ...result, reward, scores: line.scores, success: successOf(reward, line) }
}

/** A reward that was recomputed is the one to show. */
function withReward(listed: ListedEpisode, result: EpisodeResult | undefined): ListedEpisode {
  if (!result) return listed
  const { reward } = result
  const value = reward.status === 'scored' ? reward.value : null
  return { ...listed, reward: value, unscored: causeOf(reward) }
}

function parse(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString('utf8')) as Json
  } catch {
    throw new Error('it is not JSON')
  }
}

async function readBytes(path: string, start: number, end: number): Promise<Buffer> {
  await using file = await open(path, 'r')
  const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
  return buffer
}

async function checkFolder(dir: string): Promise<void> {
  const advice =
    'give the folder of a run: it holds run.json, and trajectories.jsonl or metrics.jsonl'
  const found = await stat(dir).catch(() => null)
  if (!found) throw new ConfigError(`Cannot report on ${dir}: there is no such folder (${advice})`)
  if (!found.isDirectory()) {
    throw new ConfigError(`Cannot report on ${dir}: it is a file (${advice})`)
  }
  const parts = await Promise.all(
    [RUN, TRAJECTORIES, METRICS].map((name) => stat(join(dir, name)).catch(() => null)),
  )
  if (parts.every((part) => part === null)) {
    throw new ConfigError(`Cannot report on ${dir}: there is no run in it (${advice})`)
  }
}

/** Names of the folders; where two are equal, with what stands above them, or a number. */
export function labelsOf(dirs: readonly string[]): string[] {
  const paths = dirs.map((dir) => resolve(dir))
  const names = paths.map((path) => basename(path))
  const isAlone = (label: string, all: readonly string[]) =>
    all.filter((other) => other === label).length === 1
  const longer = paths.map((path) => path.split(/[\\/]/).slice(-2).join('/'))
  return paths.map((_, index) => {
    const name = names[index] ?? ''
    if (isAlone(name, names)) return name
    const long = longer[index] ?? name
    return isAlone(long, longer) ? long : `${long} (${index + 1})`
  })
}
