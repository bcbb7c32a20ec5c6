import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ConfigError, fileReason, hashJson, type Json, zodProblem } from '../../../core/index.ts'
import { isToolAction, type ToolAction } from './match-action.ts'

/** One recorded episode that was won: `observations[t]` is what `actions[t]` was chosen in. */
export interface Demonstration {
  readonly id: string
  readonly split: string
  readonly difficulty: string | number | undefined
  /** The env it is of. */
  readonly env: string
  readonly hash: string
  readonly actions: readonly ToolAction[]
  readonly observations: readonly Json[]
}

export interface Demonstrations {
  /** The file they were read from. */
  readonly file: string
  readonly all: readonly Demonstration[]
}

/** What is replayed where nothing is named. */
const EXAMPLES = fileURLToPath(new URL('fixtures/trajectories.jsonl', import.meta.url))

/** What is needed of a trajectory. */
const recordSchema = z.object({
  id: z.string(),
  env: z.object({ id: z.string(), rewardThreshold: z.number() }),
  task: z
    .object({ split: z.string(), difficulty: z.union([z.string(), z.number()]).optional() })
    .nullable(),
  initial: z.object({ observation: z.json() }),
  turns: z.array(
    z.object({ action: z.json(), invalid: z.string().optional(), observation: z.json() }),
  ),
  outcome: z.object({
    status: z.string(),
    reward: z.object({ status: z.string(), value: z.number().optional() }).optional(),
  }),
})
type Recorded = z.output<typeof recordSchema>

const read = new Map<string, { readonly version: string; readonly found: Demonstrations }>()

/**
 * The demonstrations of a run's folder or of its `trajectories.jsonl`: episodes that reached the threshold of
 * their env, without an invalid action. Read once, and again where the file has changed.
 * @throws ConfigError for what holds none.
 */
export function readDemonstrations(path: string | undefined): Demonstrations {
  const named = path ?? EXAMPLES
  try {
    const file = statSync(named).isDirectory() ? join(named, 'trajectories.jsonl') : named
    const { mtimeMs, size } = statSync(file)
    const version = `${mtimeMs} ${size}`
    const known = read.get(file)
    if (known?.version === version) return known.found
    const found = { file, all: parse(file, readFileSync(file, 'utf8')) }
    read.set(file, { version, found })
    return found
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const [reason] = fileReason(error)
    throw new ConfigError(
      `Cannot read demonstrations from ${named}: ${reason} (give the folder of a run, or its trajectories.jsonl)`,
    )
  }
}

function parse(file: string, text: string): readonly Demonstration[] {
  const found = new Map<string, Demonstration>()
  const refused = new Set<string>()
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    // A last line without its newline is still being written.
    if (line.trim() === '' || (index === lines.length - 1 && !isJson(line))) continue
    const record = recordOf(file, index, line)
    const problem = problemOf(record)
    if (problem !== null) refused.add(problem)
    // As a resumed run does: the first line about an episode counts.
    else if (!found.has(record.id)) found.set(record.id, demonstrationOf(record))
  }
  if (found.size > 0) return [...found.values()]
  const why = [...refused].join(', ') || 'it is empty'
  throw new ConfigError(
    `Cannot replay the demonstrations of ${file}: none can be used: ${why} (give a run of oracle or of a person whose actions are tool calls)`,
  )
}

function recordOf(file: string, index: number, line: string): Recorded {
  if (!isJson(line)) throw unreadable(file, index, 'it is no JSON')
  const parsed = recordSchema.safeParse(JSON.parse(line))
  if (!parsed.success) throw unreadable(file, index, zodProblem(parsed.error))
  return parsed.data
}

const unreadable = (file: string, index: number, reason: string) =>
  new ConfigError(`Cannot read line ${index + 1} of ${file}: ${reason} (repair or remove the line)`)

/** Why an episode is none to imitate; null: it is one. */
function problemOf({ env, initial, turns, outcome }: Recorded): string | null {
  const { reward } = outcome
  if (outcome.status !== 'completed' || reward?.status !== 'scored') return 'an episode failed'
  if ((reward.value ?? 0) < env.rewardThreshold) return 'an episode was not won'
  if (turns.length === 0) return 'an episode has no turn'
  if (turns.some(({ invalid }) => invalid !== undefined)) return 'an action was invalid'
  if (!turns.every(({ action }) => isToolAction(action))) return 'an action is no tool call'
  const seen = [initial.observation, ...turns.map(({ observation }) => observation)]
  return seen.every(isShown) ? null : 'an observation is neither text nor parts'
}

const isShown = (observation: unknown): boolean =>
  typeof observation === 'string' ||
  (Array.isArray(observation) &&
    observation.length > 0 &&
    observation.every((part) => typeof part === 'object' && part !== null && 'type' in part))

function demonstrationOf({ id, env, task, initial, turns }: Recorded): Demonstration {
  const actions = turns.map(({ action }) => action as unknown).filter(isToolAction)
  const observations = [initial.observation, ...turns.map(({ observation }) => observation)]
  return {
    ...{ id, split: task?.split ?? 'train', difficulty: task?.difficulty, env: env.id },
    ...{ hash: hashJson([actions as unknown as Json, observations]), actions, observations },
  }
}

/** A recorded observation with its pictures, which runs keep in files of their own. */
export function shownAt({ file }: Demonstrations, observation: Json | undefined): unknown {
  if (!Array.isArray(observation)) return observation ?? ''
  return observation.map((part) => {
    const { type, mimeType, path } = part as Readonly<Record<string, unknown>>
    if (type !== 'image' || typeof path !== 'string') return part
    return { type, mimeType, data: readFileSync(join(dirname(file), path), 'base64') }
  })
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
