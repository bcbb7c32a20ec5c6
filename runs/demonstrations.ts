import { createReadStream, existsSync } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ConfigError, type Score, type Trajectory, zodProblem } from '../core/index.ts'
import { readJsonl, readLines } from './jsonl.ts'
import { scoreLineSchema, trajectorySchema } from './records.ts'
import { chosenScore, type EpisodeScores, rewardOf } from './result.ts'
import { isSuccess } from './score.ts'
import { readRun, readScores, SCORES, TRAJECTORIES } from './store.ts'

export interface DemonstrationOptions {
  /** Least return under the reward that the episodes were played for, instead of success by the env's own. */
  readonly min?: number | undefined
}

/** Episodes worth imitating, one at a time and in order of completion; may be read again and again. */
export interface Demonstrations extends AsyncIterable<Trajectory> {
  /** What the last whole reading found. */
  counts(): DemonstrationCounts
}

export interface DemonstrationCounts {
  /** Episodes there were; a further line about the same one is none. */
  readonly episodes: number
  readonly kept: number
  /** Left out because they failed, or have no score. */
  readonly unscored: number
  /** Left out because they earned too little. */
  readonly below: number
  /** The last line is not whole, and left out: a crash tore it, or it is still being written. */
  readonly torn: boolean
}

/**
 * The episodes of a run's folder, or of a file of trajectories, that succeeded: whose return under the env's default
 * reward reaches its threshold. A run's `scores.jsonl` knows that return; without one an episode's own reward counts.
 * @throws ConfigError for what holds no run, and while reading for lines that cannot be read.
 */
export async function readDemonstrations(
  path: string,
  options: DemonstrationOptions = {},
): Promise<Demonstrations> {
  const file = await trajectoriesOf(path)
  const scores = await scoresBeside(file)
  let last: DemonstrationCounts = { episodes: 0, kept: 0, unscored: 0, below: 0, torn: false }
  return {
    counts: () => last,
    async *[Symbol.asyncIterator]() {
      const seen = new Set<string>()
      const counts = { kept: 0, unscored: 0, below: 0 }
      const kept = (trajectory: Trajectory) => {
        const { id } = trajectory
        // As a resumed run does: the first line about an episode counts.
        if (seen.has(id)) return false
        seen.add(id)
        const verdict = verdictOn(trajectory, scores.get(id), options.min)
        counts[verdict]++
        return verdict === 'kept'
      }
      let end = 0
      for await (const record of readJsonl(file, trajectorySchema)) {
        end = record.end
        if (kept(record.value)) yield record.value
      }
      const rest = await unfinishedLine(file, end)
      const whole = rest && wholeEpisode(file, rest)
      if (whole && kept(whole)) yield whole
      last = { ...counts, episodes: seen.size, torn: rest !== null && whole === null }
    },
  }
}

/** What follows the last newline. Whole lines that came since the reading are for the next one. */
async function unfinishedLine(file: string, from: number): Promise<string | null> {
  let start = from
  for await (const { end } of readLines(file, from)) start = end
  const rest = await text(createReadStream(file, { start }))
  return rest.trim() === '' || rest.includes('\n') ? null : rest
}

/** The episode of a line that lacks only its newline; the beginning of an object never parses. */
function wholeEpisode(file: string, line: string): Trajectory | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  const parsed = trajectorySchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    `Cannot read the last line of ${file}: ${zodProblem(parsed.error)} (repair or remove the line)`,
  )
}

function verdictOn(
  trajectory: Trajectory,
  scores: EpisodeScores | undefined,
  min: number | undefined,
): 'kept' | 'unscored' | 'below' {
  if (trajectory.outcome.status === 'failed') return 'unscored'
  const own = rewardOf(trajectory)
  const isGood =
    min === undefined
      ? scores
        ? scores.success
        : isSuccess(own, trajectory)
      : reaches(scores ? chosenScore(own, trajectory.env.reward.preset, scores) : own, min)
  if (isGood === null) return 'unscored'
  return isGood ? 'kept' : 'below'
}

const reaches = (score: Score, min: number) =>
  score.status === 'scored' ? score.value >= min : null

/** The file that holds them. */
async function trajectoriesOf(path: string): Promise<string> {
  const refuse = (reason: string): never => {
    throw new ConfigError(
      `Cannot read demonstrations from ${path}: ${reason} (give the folder of a run, or its ${TRAJECTORIES})`,
    )
  }
  const found = await stat(path).catch(() => undefined)
  if (!found) return refuse('there is no such file or folder')
  // Scores lie beside the file, not beside a link to it.
  if (!found.isDirectory()) return realpath(path)
  if (!existsSync(join(path, 'run.json'))) return refuse('there is no run in it')
  // Whose format is another says so.
  await readRun(path)
  const file = join(path, TRAJECTORIES)
  return existsSync(file) ? file : refuse(`the run in it has no ${TRAJECTORIES}`)
}

async function scoresBeside(file: string): Promise<ReadonlyMap<string, EpisodeScores>> {
  const path = join(dirname(file), SCORES)
  async function* scores() {
    for await (const { value } of readJsonl(path, scoreLineSchema)) yield value
  }
  return (await readScores({ scores })).episodes
}
