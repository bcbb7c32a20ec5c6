import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  type ChatMessage,
  ConfigError,
  type DecisionRecord,
  type EnvSpec,
  fileReason,
  type ToolSpec,
  type Trajectory,
} from '../../core/index.ts'
import { conversationOf } from '../../models/index.ts'
import { type DemonstrationCounts, readDemonstrations } from '../../runs/index.ts'
import { documentsOf } from './document-sequences.ts'

/** An episode, as far as it is trained on. */
export interface Episode {
  /** For messages: the file and the id. */
  readonly name: string
  /** Episodes of one task are trained or held out together. */
  readonly task: string
  readonly messages: readonly ChatMessage[]
  readonly decisions: readonly Pick<DecisionRecord, 'message' | 'samples'>[]
  readonly tools: readonly ToolSpec[]
}

export interface EpisodeData {
  readonly kind: 'episodes'
  readonly episodes: readonly Episode[]
  readonly counts: DemonstrationCounts
}
export interface TextData {
  readonly kind: 'text'
  readonly documents: readonly string[]
}
export type SftData = EpisodeData | TextData

/** Bytes of a text file: a string holds hardly more. */
const LARGEST = 512e6

export interface ReadDataOptions {
  /** Least return, instead of success. */
  readonly minReturn?: number | undefined
  /** First message of every conversation. */
  readonly system?: string | undefined
  /** The tools of an env, where its actions are calls. */
  readonly toolsOf?: ((env: EnvSpec) => Promise<readonly ToolSpec[]>) | undefined
}

/**
 * What there is to train on: the folders of runs and files of trajectories (`.jsonl`), or text files.
 * @throws ConfigError naming the file, and the line where there is one.
 */
export async function readSftData(
  paths: readonly string[],
  options: ReadDataOptions = {},
): Promise<SftData> {
  if (paths.length === 0) throw problem('data', 'no file is named', 'give a run, or text files')
  const kinds = await Promise.all(paths.map(kindOf))
  const other = kinds.findIndex((kind) => kind !== kinds[0])
  if (other !== -1) {
    throw problem(
      `${paths[0]} and ${paths[other]}`,
      'one holds episodes, the other text',
      'train on one kind at a time',
    )
  }
  return kinds[0] === 'text' ? readText(paths) : readEpisodes(paths, options)
}

async function kindOf(path: string): Promise<'episodes' | 'text'> {
  const found = await stat(path).catch((error: unknown) => {
    const [reason, advice] = fileReason(error)
    throw problem(path, reason, advice, error)
  })
  return found.isDirectory() || path.endsWith('.jsonl') ? 'episodes' : 'text'
}

async function readText(paths: readonly string[]): Promise<TextData> {
  const documents: string[] = []
  for (const path of paths) {
    const found = documentsOf(await textOf(path))
    if (found.length === 0) throw problem(path, 'it is empty', 'give another')
    for (const document of found) documents.push(document)
  }
  return { kind: 'text', documents }
}

/** Of a file in UTF-8, without its byte order mark. What is replaced silently would be learnt. */
async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const [reason, advice] = fileReason(error)
    throw problem(path, reason, advice, error)
  })
  if (bytes.length > LARGEST) {
    throw problem(path, 'it is larger than 512 MB', 'split it into several files')
  }
  if (bytes.includes(0)) throw problem(path, 'it is no text', 'give text files, or .jsonl')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw problem(path, 'it is no text in UTF-8', 'convert it, for example with iconv', error)
  }
}

async function readEpisodes(
  paths: readonly string[],
  { minReturn, system, toolsOf }: ReadDataOptions,
): Promise<EpisodeData> {
  const episodes: Episode[] = []
  const total = { episodes: 0, kept: 0, unscored: 0, below: 0, torn: false }
  const tools = new Map<string, readonly ToolSpec[]>()
  for (const path of paths) {
    const demonstrations = await readDemonstrations(path, { min: minReturn })
    for await (const trajectory of demonstrations) {
      const { env } = trajectory
      const key = JSON.stringify([env.id, env.options])
      if (!tools.has(key))
        tools.set(key, actsByText(trajectory) ? [] : ((await toolsOf?.(env)) ?? []))
      episodes.push(episodeOf(path, trajectory, system, tools.get(key) ?? []))
    }
    const counts = demonstrations.counts()
    if (counts.episodes === 0) throw problem(path, 'it holds no episode', 'play some first')
    total.episodes += counts.episodes
    total.kept += counts.kept
    total.unscored += counts.unscored
    total.below += counts.below
    total.torn ||= counts.torn
  }
  if (total.kept === 0) {
    const wanted = minReturn === undefined ? 'succeeded' : `has a return of ${minReturn} or more`
    throw problem(
      paths.join(', '),
      `none of its ${total.episodes} episodes ${wanted}`,
      minReturn === undefined ? 'lower the bar with --min-return' : 'lower it',
    )
  }
  return { kind: 'episodes', episodes, counts: total }
}

const actsByText = ({ turns }: Trajectory) =>
  turns.every(({ action }) => typeof action === 'string')

function episodeOf(
  path: string,
  trajectory: Trajectory,
  system: string | undefined,
  tools: readonly ToolSpec[],
): Episode {
  const { id, env, task, group, decisions } = trajectory
  return {
    name: `${basename(path)} ${id}`,
    task: `${env.id} ${task?.id ?? group}`,
    messages: conversationOf(trajectory, { system }),
    decisions: decisions.map(({ message, samples }) => ({
      samples,
      ...(message ? { message } : {}),
    })),
    tools,
  }
}

const problem = (what: string, reason: string, advice: string, cause?: unknown) =>
  new ConfigError(`Cannot train on ${what}: ${reason} (${advice})`, { cause })
