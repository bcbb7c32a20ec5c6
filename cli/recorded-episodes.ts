import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError, didYouMean, type EnvSpec, type Trajectory } from '../core/index.ts'
import { type Cassette, openCassette, openRecording } from '../fixtures/index.ts'
import { readRun } from '../runs/index.ts'
import { isEnvFile } from './load-env.ts'
import { envFileOf } from './recorded-flags.ts'

/** Episodes that are stored somewhere: in a run, a recording or a single cassette. */
export interface RecordedEpisodes {
  readonly path: string
  /** What names their env, where whoever played them kept that: an id or a file. */
  readonly env: string | undefined
  readonly heads: readonly EpisodeHead[]
  /** One after another: those of a run need not fit in memory. */
  read(ids: ReadonlySet<string>): AsyncIterable<Trajectory | Cassette>
}

export interface EpisodeHead {
  readonly id: string
  readonly env: Pick<EnvSpec, 'id'>
}

const GIVE = 'give the folder of a run or of a recording, or a cassette'

/** @throws ConfigError for what is none of them, or damaged. */
export async function openRecordedEpisodes(path: string): Promise<RecordedEpisodes> {
  const stats = await stat(path).catch(() => undefined)
  if (!stats) {
    throw new ConfigError(`Cannot replay ${path}: there is no such file or folder (${GIVE})`)
  }
  if (!stats.isDirectory()) return openFile(path)
  if (existsSync(join(path, 'run.json'))) return openRun(path)
  const names = await readdir(path).catch(() => [])
  if (names.some((name) => name.endsWith('.jsonl'))) return openFolder(path)
  throw new ConfigError(`Cannot replay ${path}: it holds neither a run nor a recording (${GIVE})`)
}

async function openRun(path: string): Promise<RecordedEpisodes> {
  const { file, trajectories } = await readRun(path)
  const heads: EpisodeHead[] = []
  for await (const { id, env } of trajectories()) heads.push({ id, env: { id: env.id } })
  if (heads.length === 0) {
    throw new ConfigError(
      `Cannot replay ${path}: no episode of the run is finished (play it first)`,
    )
  }
  return {
    path,
    env: envIn(file.source) ?? file.config.env,
    heads,
    async *read(ids) {
      for await (const trajectory of trajectories()) if (ids.has(trajectory.id)) yield trajectory
    },
  }
}

async function openFolder(path: string): Promise<RecordedEpisodes> {
  const { source, headers } = await openRecording(path)
  return {
    path,
    env: envIn(source, path),
    heads: headers.map(({ episode, env }) => ({ id: episode.id, env })),
    async *read(ids) {
      for (const id of ids) yield await openCassette(join(path, `${id}.jsonl`))
    },
  }
}

async function openFile(path: string): Promise<RecordedEpisodes> {
  const cassette = await openCassette(path)
  const { episode, env } = cassette.header
  return {
    path,
    env: await envBeside(path),
    heads: [{ id: episode.id, env }],
    async *read() {
      yield cassette
    },
  }
}

/** Of a cassette in a recording, what the recording says: without reading its neighbours. */
async function envBeside(path: string): Promise<string | undefined> {
  const folder = dirname(path)
  try {
    const file: unknown = JSON.parse(await readFile(join(folder, 'recording.json'), 'utf8'))
    return envIn((file as { readonly source?: unknown } | null)?.source, folder)
  } catch {
    return undefined
  }
}

function envIn(source: unknown, folder?: string): string | undefined {
  const { env } = (source ?? {}) as { readonly env?: unknown }
  if (typeof env !== 'string') return undefined
  return folder !== undefined && isEnvFile(env) ? envFileOf(folder, env) : env
}

/** Those with these ids, or all. @throws ConfigError for an id that is not among them. */
export function chooseEpisodes(
  { path, heads }: RecordedEpisodes,
  ids: readonly string[] | undefined,
): readonly EpisodeHead[] {
  if (ids === undefined) return heads
  // Stored in the order they ended in: a hint is told in the order of their ids.
  const known = heads.map(({ id }) => id).sort()
  const missing = ids.find((id) => !known.includes(id))
  if (missing === undefined) return heads.filter(({ id }) => ids.includes(id))
  const hint =
    known.length <= 20 ? didYouMean(missing, known) : `${known[0]} to ${known.at(-1)} are there`
  throw new ConfigError(`Cannot replay ${path}: it has no episode ${missing} (${hint})`)
}
