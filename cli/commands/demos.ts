import { z } from 'zod'
import { type AnyDef, ConfigError } from '../../core/index.ts'
import { defaultConcurrency, type RunResult, type RunStart, run } from '../../runs/index.ts'
import { agentOf } from '../agent-options.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { demosJson, demosTable, nothingKept } from '../demos-table.ts'
import { envOptionFlags, envOptions, hasDifficultyOption } from '../env-options.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { invocation } from '../invocation.ts'
import { loadEnv } from '../load-env.ts'
import { noteEnvs } from '../note-envs.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { createProgressView, type ProgressView } from '../progress.ts'
import { chooseRun, type RunChoices, runFlags, sourceOf } from '../run-choices.ts'
import { defaultRunFolder } from '../run-folder.ts'

const EPISODES = 100

const flags = z.strictObject({
  episodes: z
    .int()
    .min(1)
    .optional()
    .describe(`How many episodes of the env's solution to play (default ${EPISODES}).`),
  split: z
    .string()
    .optional()
    .describe('Play tasks of this split (default train; an env without tasks has none).'),
  difficulty: z
    .string()
    .optional()
    .describe("The env's option of that name, else only tasks of this difficulty."),
  ...envOptionFlags,
  seed: runFlags.shape.seed,
  concurrency: runFlags.shape.concurrency,
  out: runFlags.shape.out,
  resume: runFlags.shape.resume,
  json: runFlags.shape.json,
  quiet: runFlags.shape.quiet,
})

export const demosCommand = defineCommand({
  name: 'demos',
  verb: 'make demonstrations',
  summary: "Play an env's own solution, and keep what succeeds for an agent to imitate.",
  operands: [
    {
      name: 'env',
      description: 'Id of an env, or a file that exports one; not needed with --resume.',
      optional: true,
    },
  ],
  flags,
  examples: [
    'palaestra demos text/GuessNumber-v0 --episodes 500',
    'palaestra demos text/GuessNumber-v0 --difficulty all --out demos/guess --json',
    'palaestra demos --resume demos/guess --episodes 1000',
  ],
  run: makeDemos,
})

async function makeDemos(input: CommandInput<typeof flags>): Promise<number> {
  const chosen = await choose(input)
  const output = chosen.json ? claimStdout() : plainOutput
  const definition = await loadEnv(chosen.env)
  if (!definition.gold) {
    throw new ConfigError(
      `Cannot make demonstrations of ${definition.id}: it declares no solution (choose another env, or play it yourself: ${invocation('play', chosen.env)})`,
    )
  }
  const view = createProgressView(process.stderr)
  const interrupts = listenForInterrupts(() =>
    view.note('Stopping: what runs is finished first (Ctrl-C again leaves at once).'),
  )
  const stopNoting = chosen.quiet ? () => {} : await noteEnvs((line) => view.note(line))
  let result: RunResult
  try {
    result = await playGold(definition, chosen, view, interrupts.stop)
  } finally {
    interrupts.release()
    stopNoting()
    view.end()
  }
  output.result(chosen.json ? demosJson(result, chosen.seed) : demosTable(result))
  const nothing = nothingKept(result)
  if (nothing) view.note(nothing)
  if (result.status === 'interrupted') {
    view.note(`Continue with: ${invocation('demos', '--resume', result.dir)}`)
    return INTERRUPTED
  }
  return nothing ? 1 : 0
}

/** As a run of the oracle: what a resumed one needs is stored, and read, as runs do. */
async function choose({
  operands: [env],
  flags: chosen,
  given,
}: CommandInput<typeof flags>): Promise<RunChoices> {
  const named = env === undefined ? given : { ...given, env }
  if (env === undefined && chosen.resume === undefined) {
    throw new ConfigError(
      'Cannot make demonstrations: <env> is missing (palaestra envs lists what there is)',
    )
  }
  const asked = { ...named, agent: 'oracle' }
  const { chosen: choices } = await chooseRun({
    operands: [],
    given: asked,
    flags: runFlags.parse(asked),
  })
  return choices
}

async function playGold(
  definition: AnyDef,
  chosen: RunChoices,
  view: ProgressView,
  stop: AbortSignal,
): Promise<RunResult> {
  return run({
    definition,
    agent: agentOf('oracle', chosen),
    episodes: chosen.episodes ?? EPISODES,
    seed: chosen.seed,
    options: envOptions(definition, chosen),
    split: chosen.split ?? (definition.tasks ? 'train' : undefined),
    difficulty: hasDifficultyOption(definition) ? undefined : chosen.difficulty,
    concurrency: chosen.concurrency ?? defaultConcurrency(),
    out: chosen.resume ?? chosen.out ?? defaultRunFolder(definition.id, 'demos', new Date()),
    resume: chosen.resume !== undefined,
    source: sourceOf(chosen),
    stop,
    onStart(start) {
      if (!chosen.quiet) view.note(describeStart(start))
    },
    onProgress(progress) {
      if (!chosen.quiet) view.update(progress)
    },
    onWarning: (message) => view.note(message),
  })
}

function describeStart({ env, total, done, concurrency, dir }: RunStart): string {
  const before = done > 0 ? ` (${done} done before)` : ''
  return `${env.id}, its own solution: ${total} episodes${before}, ${Math.min(concurrency, total)} at a time, in ${dir}`
}
