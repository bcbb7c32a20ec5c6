import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError, type EnvSpec, type ToolSpec } from '../../core/index.ts'
import type { EngineSpec } from '../../models/index.ts'
import {
  readTrainingRun,
  resumeSft,
  runSft,
  type SftRunOptions,
  type SftRunProgress,
  sftConfigSchema,
} from '../../trainers/index.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { checkFlags, flagName } from '../flags.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { invocation } from '../invocation.ts'
import { loadEnv } from '../load-env.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { createCountedView } from '../progress.ts'
import { defaultRunFolder } from '../run-folder.ts'
import { engineFlags, engineFor, trainingFlags } from '../train/engine-flags.ts'
import { describeProgress, describeStart, sftJson, sftTable } from '../train/sft-output.ts'

const { data, ...others } = sftConfigSchema.shape
const flags = z.strictObject({
  data: z.array(z.string()).optional().describe(`${data.description}`),
  ...others,
  ...trainingFlags,
})

/** Characters that take seconds to encode. */
const MUCH = 5e6

/** What may be said of a run that goes on. */
const FREE = ['resume', 'json', 'quiet', ...Object.keys(engineFlags)]

export const trainSftCommand = defineCommand({
  name: 'train sft',
  verb: 'train',
  summary: 'Train a policy to say what demonstrations, or texts, say (behaviour cloning).',
  operands: [],
  flags,
  examples: [
    'palaestra train sft --data demos/guess --model tiny --epochs 10',
    'palaestra train sft --data book.txt --vocabulary 512 --model small --steps 500',
    'palaestra train sft --data palaestra-runs/my-run --model ./Qwen3-0.6B --lora-rank 16',
    'palaestra train sft --resume palaestra-runs/sft-tiny-20260101-120000',
  ],
  run: trainSft,
})

async function trainSft(input: CommandInput<typeof flags>): Promise<number> {
  const { flags: chosen } = input
  const { resume } = chosen
  checkResume(input)
  const output = chosen.json ? claimStdout() : plainOutput
  const view = createCountedView<SftRunProgress>(process.stderr, describeProgress)
  const stop = new AbortController()
  let interrupts: ReturnType<typeof listenForInterrupts> | undefined
  const hooks: Omit<SftRunOptions, 'engine'> = {
    toolsOf: toolsFrom((line) => view.note(line)),
    stop: stop.signal,
    onEncode(characters) {
      if (chosen.quiet || characters < MUCH) return
      view.note(
        `Encoding ${(characters / 1e6).toFixed(0)} million characters, before the first step.`,
      )
    },
    onStart(start) {
      // Before the first step nothing is worth saving: there a Ctrl-C leaves at once.
      interrupts = listenForInterrupts(() => {
        view.note('Stopping: this step is finished and saved first (Ctrl-C again leaves at once).')
        stop.abort()
      })
      if (!chosen.quiet) view.note(describeStart(start))
    },
    onProgress: (progress) => chosen.quiet || view.update(progress),
    onWarning: (message) => view.note(message),
  }
  try {
    const result = await (resume === undefined ? begin(chosen, hooks) : goOn(resume, chosen, hooks))
    view.end()
    output.result(chosen.json ? sftJson(result) : sftTable(result))
    if (result.status === 'complete') return 0
    view.note(`Continue with: ${invocation('train', 'sft', '--resume', result.dir)}`)
    return INTERRUPTED
  } finally {
    interrupts?.release()
    view.end()
  }
}

type Chosen = z.output<typeof flags>
type Hooks = Omit<SftRunOptions, 'engine'>

async function begin(chosen: Chosen, hooks: Hooks) {
  const { engine, device, threads, out, resume: _, json: __, quiet: ___, ...rest } = chosen
  if (!rest.data || rest.data.length === 0) {
    throw new ConfigError(
      'Cannot train: --data is missing (give the folder of a run, a .jsonl of trajectories, or text files)',
    )
  }
  // A resumed run may be started from another folder.
  const paths = {
    data: rest.data.map((path) => resolve(path)),
    ...(existsSync(rest.model) ? { model: resolve(rest.model) } : {}),
    ...(rest.adapter === undefined ? {} : { adapter: resolve(rest.adapter) }),
  }
  const command = { name: 'train sft', verb: 'train', flags: sftConfigSchema }
  const config = checkFlags(command, { ...rest, ...paths })
  const dir = out ?? defaultRunFolder('sft', slug(config.model), new Date())
  return runSft(dir, config, { ...hooks, engine: engineFor({ engine, device, threads }) })
}

async function goOn(dir: string, chosen: Chosen, hooks: Hooks) {
  const { engine } = await readTrainingRun(dir)
  return resumeSft(dir, { ...hooks, engine: engineFor(chosen, engine as unknown as EngineSpec) })
}

/** A run goes on as it began. */
function checkResume({ given, flags: { resume } }: CommandInput<typeof flags>): void {
  if (resume === undefined) return
  const other = Object.keys(given).find((field) => !FREE.includes(field))
  if (other === undefined) return
  const flag = flagName(other)
  throw new ConfigError(
    `Cannot resume ${resume} with ${flag}: a run goes on as it began (leave it out, or start a new run)`,
  )
}

/** The tools of registered envs; of others, none, and it is said. */
function toolsFrom(note: (line: string) => void) {
  return async ({ id }: EnvSpec): Promise<readonly ToolSpec[]> => {
    try {
      return (await loadEnv(id)).actionSpace.tools ?? []
    } catch {
      note(`The tools of ${id} are not known here: its conversations are trained without them.`)
      return []
    }
  }
}

const slug = (model: string) =>
  basename(model)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
