import { isAbsolute, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { type AnyDef, ConfigError, type Json } from '../core/index.ts'
import {
  assertSameTask,
  type CassetteHeader,
  createRecorder,
  createReplayer,
  type Recorder,
  type Recording,
  recordedMakeOptions,
} from '../fixtures/index.ts'
import type { RunOptions } from '../runs/index.ts'
import { flagName } from './flags.ts'
import { sourceFor } from './recorded-flags.ts'

/** Flags that record what episodes exchange with the outside, or play them from that. */
export const fixtureFlags = {
  record: z
    .string()
    .optional()
    .describe('Record the episodes into this folder, for --replay and for tests.'),
  replay: z
    .string()
    .optional()
    .describe(
      'Play the episodes recorded in this folder again, with nothing outside of this program.',
    ),
  redact: z
    .array(z.string())
    .optional()
    .describe(
      'Take what matches this regular expression out of recordings, too; keys, tokens and cookies are taken out unasked.',
    ),
}

interface FixtureFlags {
  readonly record?: string | undefined
  readonly redact?: readonly string[] | undefined
}

/** What may be said beside --replay: the recording says the rest. */
const FREE_IN_REPLAY = [
  ...['replay', 'redact', 'concurrency', 'out', 'json', 'quiet'],
  // Where they are now.
  ...['env', 'tasks'],
]

/** @throws ConfigError for a flag that the recording has the say on. */
export function assertFreeInReplay(
  folder: string,
  agent: string,
  given: Readonly<Record<string, unknown>>,
): void {
  // The folder with its tokenizer; to any other agent a model is a name.
  const free = agent === 'policy' ? [...FREE_IN_REPLAY, 'model'] : FREE_IN_REPLAY
  const field = Object.keys(given).find((name) => !free.includes(name))
  if (field === undefined) return
  const flag = flagName(field)
  throw new ConfigError(
    `Cannot use ${flag} with --replay: the recording in ${folder} says it (leave ${flag} out)`,
  )
}

/** Opened with the run: what records its episodes, where that is asked for. */
export async function recorderFor(
  { record, redact }: FixtureFlags,
  source: Json,
  onWarning: (message: string) => void,
): Promise<Recorder | undefined> {
  if (record === undefined) return undefined
  const patterns = patternsOf(redact)
  return createRecorder(record, {
    redact: { patterns },
    source: sourceFor(record, source as Readonly<Record<string, Json>>, patterns),
    onWarning,
  })
}

/** The part of a run that its recording says. */
export function replayedRun(
  recording: Recording,
  definition: AnyDef,
  {
    redact,
    tasks,
    onWarning,
  }: {
    readonly redact?: readonly string[] | undefined
    readonly tasks?: string | undefined
    readonly onWarning: (message: string) => void
  },
): Pick<RunOptions, 'options' | 'reward' | 'maxEpisodeSteps' | 'plan' | 'fixtures' | 'retries'> {
  const { folder, headers } = recording
  const [first] = headers
  const other = headers.find(({ env }) => JSON.stringify(env) !== JSON.stringify(first?.env))
  if (!first || other) {
    throw new ConfigError(
      `Cannot replay ${folder} as a run: ${first?.episode.id} and ${other?.episode.id} are of envs made otherwise (keep each in a folder of its own)`,
    )
  }
  if (definition.id !== first.env.id) {
    throw new ConfigError(
      `Cannot replay ${folder}: it was recorded with ${first.env.id}, not with ${definition.id} (record again)`,
    )
  }
  const player = headers.find(({ agent }) => agent !== first.agent)
  if (player) {
    throw new ConfigError(
      `Cannot replay ${folder}: ${first.episode.id} was played by ${first.agent} and ${player.episode.id} by ${player.agent}, as when a recording was interrupted (record again)`,
    )
  }
  const options = optionsOf(first, tasks)
  const members = new Map<string, number>()
  const plan = headers.map(({ episode }, index) => {
    const member = members.get(episode.group) ?? 0
    members.set(episode.group, member + 1)
    const { id, seed, task, group } = episode
    return { index, id, seed, task, group, member }
  })
  return {
    ...recordedMakeOptions(first),
    options,
    plan,
    fixtures: createReplayer(recording, {
      redact: { patterns: patternsOf(redact) },
      hasMoved: tasks !== undefined,
      onWarning,
    }),
    // What fails does so again.
    retries: 0,
  }
}

/** @throws ConfigError where a task is no longer what was recorded. */
export async function assertSameTasks(
  recording: Recording,
  definition: AnyDef,
  tasksAt: string | undefined,
): Promise<void> {
  const [first] = recording.headers
  if (!first || !definition.tasks) return
  const tasks = await definition.tasks.list(optionsOf(first, tasksAt))
  for (const header of recording.headers) assertSameTask(header, tasks)
}

/** The env's options as they were, with tasks where they are now. */
function optionsOf({ env }: CassetteHeader, tasks: string | undefined): Record<string, unknown> {
  return {
    ...(env.options as Record<string, unknown>),
    ...(tasks === undefined ? {} : { tasks: resolve(tasks) }),
  }
}

/** Options that are files of this machine. */
const PATHS = ['tasks', 'predictions']

/** Paths below the folder one is in are kept as they are from there: other machines have other folders above. */
export function withPortablePaths(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      if (!PATHS.includes(name)) return [name, value]
      if (typeof value !== 'string' || !isAbsolute(value)) return [name, value]
      const inside = relative(process.cwd(), value)
      return [name, inside.startsWith('..') || isAbsolute(inside) ? value : portable(inside) || '.']
    }),
  )
}

const portable = (path: string) => path.split(sep).join('/')

/** What --redact names. */
export function patternsOf(redact: readonly string[] = []): readonly RegExp[] {
  return redact.map((pattern) => {
    try {
      return new RegExp(pattern, 'gu')
    } catch (error) {
      throw new ConfigError(
        `Cannot read --redact ${pattern}: ${error instanceof Error ? error.message : error} (write a regular expression)`,
      )
    }
  })
}
