import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type AnyDef, ConfigError } from '../../core/index.ts'
import { envs } from '../../envs/index.ts'
import { type Comparison, compareEpisode } from '../../fixtures/index.ts'
import { defaultConcurrency } from '../../runs/index.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { fixtureFlags, patternsOf } from '../fixture-options.ts'
import { noteImages } from '../image-progress.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { isEnvFile, loadEnv } from '../load-env.ts'
import { claimStdout, type Output, plainOutput } from '../output.ts'
import { createCountedView, type ProgressView } from '../progress.ts'
import {
  chooseEpisodes,
  type EpisodeHead,
  openRecordedEpisodes,
  type RecordedEpisodes,
} from '../recorded-episodes.ts'
import { type Counts, createTally, describeCounts, episodes } from '../replay-tally.ts'
import { runFlags } from '../run-choices.ts'

const flags = z.strictObject({
  env: z
    .string()
    .optional()
    .describe(
      'Id or file of the env, where it is not what the episodes were played with any more.',
    ),
  episode: z.array(z.string()).optional().describe('Id of an episode; by default all of them.'),
  concurrency: runFlags.shape.concurrency,
  redact: fixtureFlags.redact.describe(
    'What --redact was given when the episodes were recorded: it is not in the recording.',
  ),
  json: z.boolean().default(false).describe('Print one line of JSON instead of diffs.'),
  quiet: runFlags.shape.quiet,
})
type Flags = z.output<typeof flags>

export const replayCommand = defineCommand({
  name: 'replay',
  summary: 'Play recorded decisions again in the live env, and show where it first differs.',
  operands: [
    {
      name: 'recorded',
      description: 'Folder of a run or of a recording, or the file of a cassette.',
    },
  ],
  flags,
  examples: [
    'palaestra replay palaestra-runs/my-run',
    'palaestra replay recordings/repair --episode e000003',
    'palaestra replay recordings/repair/e000003.jsonl --env ./moved/env.ts --json',
  ],
  async run({ operands: [path = ''], flags: chosen }: CommandInput<typeof flags>) {
    const output = chosen.json ? claimStdout() : plainOutput
    const recorded = await openRecordedEpisodes(path)
    const heads = chooseEpisodes(recorded, chosen.episode)
    const definitions = await definitionsOf(recorded, heads, chosen.env)
    const patterns = patternsOf(chosen.redact)
    return replay({ recorded, heads, definitions, patterns, chosen, output })
  },
})

interface Replay {
  readonly recorded: RecordedEpisodes
  readonly heads: readonly EpisodeHead[]
  /** By id of the env. */
  readonly definitions: ReadonlyMap<string, AnyDef>
  readonly patterns: readonly RegExp[]
  readonly chosen: Flags
  readonly output: Output
}

async function replay(asked: Replay): Promise<number> {
  const { recorded, heads, definitions, chosen, output } = asked
  const view = createCountedView(process.stderr, describeCounts)
  const note = (line: string) => view.note(line)
  const interrupts = listenForInterrupts(() =>
    note('Stopping: what runs is finished first (Ctrl-C again leaves at once).'),
  )
  const stopImages = chosen.quiet ? () => {} : noteImages(note)
  const tally = createTally(heads.length)
  try {
    const names = [...definitions.keys()].join(', ')
    if (!chosen.quiet) note(`${names}: ${episodes(heads.length)} of ${recorded.path}`)
    await compareAll(asked, interrupts.stop, (comparison) => {
      const lines = tally.add(comparison)
      if (lines.length > 0 && !chosen.json) tell(lines.join('\n'), view, output)
      if (!chosen.quiet) view.update(tally.counts())
    })
  } finally {
    interrupts.release()
    stopImages()
    view.end()
  }
  const { done, total, equal, divergent } = tally.counts()
  const facts = { source: recorded.path, env: [...definitions.keys()].join(', ') }
  output.result(chosen.json ? tally.json(facts) : tally.sentence())
  for (const line of tally.notes()) process.stderr.write(`${line}\n`)
  if (divergent > 0) hintAt(definitions, tally.realSandboxes())
  if (done < total) return INTERRUPTED
  return equal === total ? 0 : 1
}

/** Several at a time, each in an env of its own. */
async function compareAll(
  { recorded, heads, definitions, patterns, chosen }: Replay,
  stop: AbortSignal,
  onComparison: (comparison: Comparison) => void,
): Promise<void> {
  const queue = recorded.read(new Set(heads.map(({ id }) => id)))[Symbol.asyncIterator]()
  const failure = new AbortController()
  const work = async () => {
    while (!stop.aborted) {
      const next = await queue.next()
      if (next.done) return
      const episode = next.value
      const { env: spec } = 'header' in episode ? episode.header : episode
      const env = definitions.get(spec.id)
      if (!env) throw new ConfigError(`Cannot replay ${recorded.path}: it changes meanwhile (wait)`)
      onComparison(
        await compareEpisode(episode, { env, redact: { patterns }, signal: failure.signal }),
      )
    }
  }
  const { concurrency = defaultConcurrency() } = chosen
  try {
    await Promise.all(Array.from({ length: concurrency }, work))
  } finally {
    failure.abort()
  }
}

/** On one terminal the live line makes room. */
function tell(text: string, view: ProgressView<Counts>, output: Output): void {
  if (process.stdout.isTTY && process.stderr.isTTY) view.note(text)
  else output.result(text)
}

/** Why what diverges may be no other world. */
function hintAt(definitions: ReadonlyMap<string, AnyDef>, sandboxes: readonly string[]): void {
  const declared = [...definitions].flatMap(([id, { expect }]) => {
    const deterministic = expect?.deterministic
    return typeof deterministic === 'object' ? [`${id}: ${deterministic.none}`] : []
  })
  const undeclared = sandboxes.map((kind) => `${kind}: real processes take real time, and print it`)
  for (const reason of declared.length > 0 ? declared : undeclared) {
    process.stderr.write(`It may diverge without being another world, ${reason}.\n`)
  }
}

/** What the episodes were played with, unless the user says where that is now. */
async function definitionsOf(
  { path, env: stored }: RecordedEpisodes,
  heads: readonly EpisodeHead[],
  given: string | undefined,
): Promise<ReadonlyMap<string, AnyDef>> {
  const ids = [...new Set(heads.map(({ env }) => env.id))]
  const definitions = new Map<string, AnyDef>()
  for (const id of ids) {
    const name = given ?? stored ?? id
    if (given === undefined && !isThere(name)) {
      throw new ConfigError(
        `Cannot replay ${path}: the env it was played with, ${name}, is not there (say where it is with --env)`,
      )
    }
    const definition = await loadEnv(name)
    if (definition.id !== id) {
      throw new ConfigError(
        `Cannot replay ${path}: its episodes are of ${ids.join(', ')}, not of ${definition.id} (name their env with --env${ids.length > 1 ? ', and episodes of one with --episode' : ''})`,
      )
    }
    definitions.set(id, definition)
  }
  return definitions
}

const isThere = (env: string) =>
  isEnvFile(env) ? existsSync(resolve(env)) : envs.ids.some((id) => id === env)
