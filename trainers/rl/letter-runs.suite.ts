import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnyDef } from '../../core/index.ts'
import type { Engine } from '../../models/index.ts'
import { type RlConfig, rlConfigSchema } from './config.ts'
import {
  type LetterAgentOptions,
  letterAgent,
  letters,
  lettersOfResource,
} from './letters.suite.ts'
import { type RlRunOptions, type RlRunResult, resumeRl, runRl } from './run-rl.ts'

const definitions: readonly AnyDef[] = [letters as AnyDef, lettersOfResource]

export const letterEnv = {
  ...{ env: letters.id, weight: 1, options: {}, reward: null },
  ...{ split: null, difficulty: null, maxEpisodeSteps: null },
}

export type Given = Partial<Record<keyof RlConfig, unknown>>

/** A run of seconds: few groups, few episodes, nothing held out. */
export const configOf = (model: string, given: Given = {}): RlConfig =>
  rlConfigSchema.parse({
    ...{ algorithm: 'grpo', method: {}, envs: [letterEnv], model, agent: {} },
    ...{ updates: 4, groups: 2, groupSize: 4, learningRate: 0.01, evalEpisodes: 0, retries: 0 },
    ...{ samplesEvery: 1, samplesGroups: 0 },
    ...given,
  })

type Options = Partial<Omit<RlRunOptions, 'engine'>> & {
  readonly engine: () => Promise<Engine>
  readonly agent?: LetterAgentOptions
}

const withDefaults = ({ agent, ...options }: Options): RlRunOptions => ({
  envs: async ({ envs }) =>
    envs.map((choice) => {
      const definition = definitions.find(({ id }) => id === choice.env)
      if (!definition) throw new Error(`there is no env ${choice.env}`)
      return { ...choice, definition }
    }),
  agents: async (_, speech) => ({
    sampled: letterAgent(speech, agent),
    greedy: letterAgent(speech, { ...agent, temperature: 0 }),
  }),
  ...options,
})

export const start = (dir: string, config: RlConfig, options: Options): Promise<RlRunResult> =>
  runRl(dir, config, withDefaults(options))

export const goOn = (dir: string, options: Options): Promise<RlRunResult> =>
  resumeRl(dir, withDefaults(options))

/** Stops once so many updates are done. */
export function stopAt(update: number): Pick<RlRunOptions, 'stop' | 'onUpdate'> {
  const controller = new AbortController()
  return {
    stop: controller.signal,
    onUpdate: (_, { done }) => void (done >= update && controller.abort()),
  }
}

export type Line = Readonly<Record<string, number>>

/** Lines of metrics without what a clock says. */
export async function linesOf(dir: string): Promise<readonly Line[]> {
  const text = await readFile(join(dir, 'metrics.jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const entries = Object.entries(JSON.parse(line) as Line)
      return Object.fromEntries(
        entries.filter(([name]) => !name.startsWith('timing_s/') && !name.startsWith('perf/')),
      )
    })
}

export const samplesOf = (dir: string): Promise<string> =>
  readFile(join(dir, 'samples.jsonl'), 'utf8')

/** The tensors of the last save, moments included, as they are on the disk. */
export async function savedTensors(dir: string): Promise<Readonly<Record<string, string>>> {
  const folder = join(dir, 'checkpoint')
  const last = (await readdir(folder))
    .filter((name) => name.startsWith('step-'))
    .sort()
    .at(-1)
  const read = async (name: string) =>
    (await readFile(join(folder, last ?? '', `${name}.safetensors`))).toString('base64')
  return { step: last ?? '', weights: await read('weights'), moments: await read('moments') }
}
