import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { agents, chatSettingsIn } from '../agents/index.ts'
import { ConfigError, type Json } from '../core/index.ts'
import { openRecording, type Recording } from '../fixtures/index.ts'
import { readRun } from '../runs/index.ts'
import { agentFlags } from './agent-flags.ts'
import { checkSameAgent } from './agent-options.ts'
import type { CommandInput } from './command.ts'
import { envOptionFlags } from './env-options.ts'
import { assertFreeInReplay, fixtureFlags } from './fixture-options.ts'
import { checkFlags } from './flags.ts'
import { isEnvFile } from './load-env.ts'
import { recordedFlags } from './recorded-flags.ts'

/** Flags of every command that plays episodes. */
export const runFlags = z.strictObject({
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
  task: z
    .string()
    .optional()
    .describe('Play only this task of the folder that --miniwob names, such as click-test.'),
  predictions: z
    .string()
    .optional()
    .describe('Grade the patches in this file, in the format of SWE-bench; no agent plays.'),
  split: z.string().optional().describe('Play only tasks of this split.'),
  difficulty: z
    .string()
    .optional()
    .describe("The env's difficulty; where it has none, play only tasks of this one."),
  reward: z
    .string()
    .optional()
    .describe("Name of the env's reward preset; its first is the default."),
  concurrency: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe(
      'Episodes at a time; by default two a core, eight at most, and with agent policy as many as a batch has rows.',
    ),
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
  ...fixtureFlags,
  ...agentFlags,
})
/** The choices of a run, whoever made them. */
export type RunChoices = z.output<typeof runFlags> & { readonly env: string }

/** Choices, and where they come from a recording, that. */
export interface ChosenRun {
  readonly chosen: RunChoices
  readonly recording?: Recording
  /** What the folder of its policy was called when it began: the agent keeps that name, wherever it is now. */
  readonly policyName?: string | undefined
}

/** The choices of a command line; of a resumed run or a recording those that were stored. */
export async function chooseRun({
  given,
  flags,
}: CommandInput<typeof runFlags>): Promise<ChosenRun> {
  const { resume, out } = flags
  if (flags.replay !== undefined) return replayedChoices(flags.replay, flags, given)
  if (resume === undefined) return { chosen: completed(flags, given.agent) }
  if (out !== undefined) {
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
  const stored = (file.source ?? {}) as Partial<RunChoices>
  checkSameAgent(resume, stored, given)
  const chosen = completed(
    checkFlags({ name: 'run', flags: runFlags }, { ...stored, ...given }),
    given.agent,
  )
  const policyName = chosen.agent === 'policy' ? basename(file.config.agent) : undefined
  if (chosen.replay === undefined) return { chosen, policyName }
  return { chosen, policyName, recording: await openRecording(chosen.replay) }
}

/** A recording says everything but how the run is watched. */
async function replayedChoices(
  folder: string,
  flags: z.output<typeof runFlags>,
  given: CommandInput<typeof runFlags>['given'],
): Promise<ChosenRun> {
  const recording = await openRecording(folder)
  const recorded = checkFlags({ name: 'run', flags: runFlags }, recordedFlags(recording))
  assertFreeInReplay(folder, recorded.agent, given)
  const { replay, redact, concurrency, out, json, quiet } = flags
  const { env = recorded.env, tasks, model = recorded.model } = given
  const chosen = { ...recorded, env, tasks, model, replay, redact, concurrency, out, json, quiet }
  const policyName = recorded.agent === 'policy' ? basename(String(recorded.model)) : undefined
  return { chosen: withEnv(chosen), recording, policyName }
}

function completed(flags: z.output<typeof runFlags>, givenAgent: string | undefined): RunChoices {
  return withServer(withGrader(withEnv(flags), givenAgent))
}

/** Predictions are graded as they are: nobody plays. */
function withGrader(chosen: RunChoices, agent: string | undefined): RunChoices {
  if (chosen.predictions === undefined) return chosen
  if (agent === undefined || agent === 'null') return { ...chosen, agent: 'null' }
  throw new ConfigError(
    `Cannot use --predictions with agent ${agent}: predictions are graded as they are (leave one of them out)`,
  )
}

/** Who resumes or replays it need not have the same environment. */
function withServer(chosen: RunChoices): RunChoices {
  if (chosen.agent !== 'chat') return chosen
  const {
    baseUrl = chatSettingsIn(process.env).baseUrl,
    model = chatSettingsIn(process.env).model,
  } = chosen
  return { ...chosen, baseUrl, model }
}

function withEnv(chosen: z.output<typeof runFlags>): RunChoices {
  const { env } = chosen
  if (env !== undefined) return { ...chosen, env }
  throw new ConfigError('Cannot run: --env is missing (palaestra envs lists what there is)')
}

/** What `--resume` needs later: the choices without how the run is watched. */
export function sourceOf(chosen: RunChoices): Json {
  const { resume: _r, out: _o, json: _j, quiet: _q, concurrency: _c, ...source } = chosen
  const ofPolicy = chosen.agent === 'policy' ? (['model', 'adapter'] as const) : []
  const paths = ['tasks', 'miniwob', 'predictions', 'record', 'replay', ...ofPolicy] as const
  const given = paths.flatMap((name) => {
    const path = source[name]
    return typeof path === 'string' ? [[name, resolve(path)] as const] : []
  })
  const known = Object.entries({ ...source, ...Object.fromEntries(given) })
  return {
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
    env: isEnvFile(source.env) ? resolve(source.env) : source.env,
  }
}
