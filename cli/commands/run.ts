import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { agents } from '../../agents/index.ts'
import { type AnyDef, ConfigError, type Json } from '../../core/index.ts'
import {
  defaultConcurrency,
  type RunOptions,
  type RunStart,
  readRun,
  run,
} from '../../runs/index.ts'
import { onSandboxChosen } from '../../sandboxes/index.ts'
import { agentFlags, agentOf, checkSameAgent } from '../agent-options.ts'
import { BENCH } from '../bench.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { envOptionFlags, envOptions } from '../env-options.ts'
import { checkFlags } from '../flags.ts'
import { noteImages } from '../image-progress.ts'
import { createInstanceEntries } from '../instances.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { invocation } from '../invocation.ts'
import { isEnvFile, loadEnv } from '../load-env.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { createProgressView, type ProgressView } from '../progress.ts'
import { runJson } from '../report.ts'
import { defaultRunFolder } from '../run-folder.ts'
import { nothingScored, runTable } from '../table.ts'

const flags = z.strictObject({
  env: z
    .string()
    .optional()
    .describe('Id of an env (palaestra envs lists them), or a file that exports one.'),
  episodes: z
    .int()
    .min(1)
    .optional()
    .describe('How many episodes to play (default 20; with --predictions each of them once).'),
  seed: z.int().min(0).default(0).describe('Decides tasks, their order and every episode.'),
  agent: z.enum(Object.keys(agents)).default('random').describe('Who plays.'),
  ...envOptionFlags,
  predictions: z
    .string()
    .optional()
    .describe('Grade the patches in this file, in the format of SWE-bench; no agent plays.'),
  split: z.string().optional().describe('Play only tasks of this split.'),
  difficulty: z.string().optional().describe('Play only tasks of this difficulty.'),
  reward: z
    .string()
    .optional()
    .describe("Name of the env's reward preset; its first is the default."),
  concurrency: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe('Episodes at a time; by default two a core, eight at most.'),
  groupSize: z
    .int()
    .min(1)
    .default(1)
    .describe('Episodes that share seed and task, for pass@k and pass^k.'),
  maxTurns: z
    .int()
    .min(1)
    .optional()
    .describe("Steps after which an episode is truncated, instead of the env's own limit."),
  out: z.string().optional().describe('Folder of the run; by default a new one in palaestra-runs.'),
  resume: z
    .string()
    .optional()
    .describe(
      'Go on with the run in this folder: what is done is skipped; flags may be left out, and only --episodes and --concurrency may change.',
    ),
  json: z.boolean().default(false).describe('Print one line of JSON instead of a table.'),
  quiet: z.boolean().default(false).describe('Show no progress.'),
  ...agentFlags,
})
type Flags = z.output<typeof flags> & { readonly env: string }

const EPISODES = 20

export const runCommand = defineCommand({
  name: 'run',
  summary: 'Play episodes of an agent in an env, store them and show the figures.',
  operands: [],
  flags,
  examples: [
    'palaestra run --env text/GuessNumber-v0 --agent random --episodes 100',
    'palaestra run --env ./my-env/env.ts --agent oracle --json',
    'palaestra run --env swe/Repair-v0 --agent chat --base-url http://localhost:8000/v1 --model qwen3',
    'palaestra run --env swe/Bench-v0 --tasks instances.jsonl --predictions predictions.jsonl --json',
    'palaestra run --resume palaestra-runs/my-run --episodes 200',
  ],
  async run(input) {
    const chosen = await withStored(input)
    const output = chosen.json ? claimStdout() : plainOutput
    const definition = await loadEnv(chosen.env)
    checkPlayable(definition, chosen.agent)
    const view = createProgressView(process.stderr)
    const instances = chosen.json && definition.id === BENCH ? createInstanceEntries() : undefined
    const interrupts = listenForInterrupts(() =>
      view.note('Stopping: what runs is finished first (Ctrl-C again leaves at once).'),
    )
    try {
      const onEpisode = instances?.add
      const result = await play(definition, chosen, view, { stop: interrupts.stop, onEpisode })
      const line = chosen.json ? runJson(result, chosen.seed) : runTable(result)
      const tasks = instances && (await definition.tasks?.list(result.env.options))
      output.result(instances?.addTo(line, tasks ?? []) ?? line)
      const nothing = nothingScored(result)
      if (nothing) process.stderr.write(`${nothing}\n`)
      const interrupted = result.status === 'interrupted'
      if (!chosen.json) output.result(`\nStored in ${result.dir}`)
      const look = `See what the agents did: ${invocation('report', result.dir)}`
      if (!chosen.json) output.result(look)
      else if (!chosen.quiet) view.note(look)
      if (interrupted) view.note(`Continue with: ${invocation('run', '--resume', result.dir)}`)
      if (interrupted) return INTERRUPTED
      return nothing ? 1 : 0
    } finally {
      interrupts.release()
    }
  },
})

async function play(
  definition: AnyDef,
  chosen: Flags,
  view: ProgressView,
  { stop, onEpisode }: Pick<RunOptions, 'stop' | 'onEpisode'>,
) {
  let started: RunStart | undefined
  let finished = 0
  const agent = agentOf(chosen.agent, chosen)
  const stopNoting = onSandboxChosen(({ kind, reason }) => {
    if (!chosen.quiet) view.note(`Sandbox: ${kind} (${reason}).`)
  })
  const stopImages = chosen.quiet ? () => {} : noteImages((line) => view.note(line))
  try {
    return await run({
      definition,
      agent,
      episodes: chosen.episodes ?? (chosen.predictions === undefined ? EPISODES : undefined),
      seed: chosen.seed,
      options: envOptions(definition, chosen),
      reward: chosen.reward,
      maxEpisodeSteps: chosen.maxTurns,
      split: chosen.split,
      difficulty: chosen.difficulty,
      groupSize: chosen.groupSize,
      concurrency: chosen.concurrency ?? defaultConcurrency(),
      out: chosen.resume ?? chosen.out ?? defaultRunFolder(definition.id, chosen.agent, new Date()),
      resume: chosen.resume !== undefined,
      source: sourceOf(chosen),
      ...(stop ? { stop } : {}),
      onEpisode,
      onStart(start) {
        started = start
        finished = start.done
        if (!chosen.quiet) view.note(describeStart(start))
      },
      onProgress(progress) {
        finished = progress.done
        if (!chosen.quiet) view.update(progress)
      },
      onWarning: (message) => view.note(message),
    })
  } catch (error) {
    if (started && finished > 0) {
      view.note(`${finished} finished episodes are kept in ${started.dir}.`)
    }
    throw error
  } finally {
    stopNoting()
    stopImages()
    view.end()
  }
}

function describeStart({ env, agent, total, done, concurrency, dir }: RunStart): string {
  const before = done > 0 ? ` (${done} done before)` : ''
  return `${env.id}, agent ${agent}: ${total} episodes${before}, ${Math.min(concurrency, total)} at a time, in ${dir}`
}

/** On resume the stored run says what was not given again. */
async function withStored({ given, flags: chosen }: CommandInput<typeof flags>): Promise<Flags> {
  const { resume } = chosen
  if (resume === undefined) return withGrader(withEnv(chosen), given.agent)
  if (chosen.out !== undefined) {
    throw new ConfigError(
      'Cannot run: --out and --resume name two folders (a resumed run stays in its own)',
    )
  }
  if (!existsSync(join(resume, 'run.json'))) {
    throw new ConfigError(
      `Cannot resume ${resume}: there is no run in it (give the folder that holds run.json)`,
    )
  }
  const { file } = await readRun(resume)
  const stored = (file.source ?? {}) as Partial<Flags>
  checkSameAgent(resume, stored, given)
  const resumed = withEnv(checkFlags({ name: 'run', flags }, { ...stored, ...given }))
  return withGrader(resumed, given.agent)
}

/** Predictions are graded as they are: nobody plays. */
function withGrader(chosen: Flags, agent: string | undefined): Flags {
  if (chosen.predictions === undefined) return chosen
  // `npm run env:swe` names the agent repair itself.
  if (agent === undefined || agent === 'null' || agent === 'repair') {
    return { ...chosen, agent: 'null' }
  }
  throw new ConfigError(
    `Cannot use --predictions with agent ${agent}: predictions are graded as they are (leave one of them out)`,
  )
}

function withEnv(chosen: z.output<typeof flags>): Flags {
  const { env } = chosen
  if (env !== undefined) return { ...chosen, env }
  throw new ConfigError('Cannot run: --env is missing (palaestra envs lists what there is)')
}

/** What `--resume` needs later: the choices without how the run is watched. */
function sourceOf(chosen: Flags): Json {
  const { resume: _r, out: _o, json: _j, quiet: _q, concurrency: _c, ...source } = chosen
  return {
    ...source,
    env: isEnvFile(source.env) ? resolve(source.env) : source.env,
    ...(source.tasks === undefined ? {} : { tasks: resolve(source.tasks) }),
    ...(source.predictions === undefined ? {} : { predictions: resolve(source.predictions) }),
  }
}

function checkPlayable(definition: AnyDef, agent: string): void {
  if (agent !== 'oracle' || definition.gold) return
  throw new ConfigError(
    `Cannot play ${definition.id} as oracle: it declares no solution (choose another agent)`,
  )
}
