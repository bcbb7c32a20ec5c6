import { join, parse } from 'node:path'
import { z } from 'zod'
import { ConfigError, messageOf, type Trajectory } from '../../core/index.ts'
import { readRun } from '../../runs/index.ts'
import { BENCH, loadPredictions } from '../bench.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { predictionsOf, type RunPrediction, type RunPredictions } from '../run-predictions.ts'

const flags = z.strictObject({
  out: z
    .string()
    .optional()
    .describe(
      'File to write, a list for .json; by default predictions.jsonl in the folder of the run.',
    ),
  model: z
    .string()
    .min(1)
    .optional()
    .describe('Field model_name_or_path; by default the agent, with its model where it has one.'),
  all: z
    .boolean()
    .default(false)
    .describe(
      'Of several episodes of an instance all, each in a file of its own (predictions-2.jsonl ...); otherwise the first.',
    ),
  json: z.boolean().default(false).describe('Print one line of JSON.'),
})

export const predictionsCommand = defineCommand({
  name: 'predictions',
  verb: 'write predictions',
  summary: "Write the patches that a run's agents left, as SWE-bench reads predictions.",
  operands: [{ name: 'run', description: `Folder of a run of ${BENCH}.` }],
  flags,
  examples: [
    'palaestra predictions palaestra-runs/my-run --out predictions.jsonl',
    'palaestra predictions palaestra-runs/my-run --model my-model --all',
  ],
  async run({ operands: [dir = ''], flags: chosen }: CommandInput<typeof flags>) {
    const output = chosen.json ? claimStdout() : plainOutput
    const { file, trajectories } = await readRun(dir)
    if (file.config.env !== BENCH) {
      throw new ConfigError(
        `Cannot write predictions of ${dir}: it is a run of ${file.config.env} (give one of ${BENCH})`,
      )
    }
    const { all, out = join(dir, 'predictions.jsonl'), model } = chosen
    const modelOf = (trajectory: Trajectory) => model ?? modelName(trajectory.agent, file.source)
    const { samples, leftOut } = await predictionsOf(trajectories(), { modelOf, all })
    if (samples.length === 0) throw nothingToWrite(dir, leftOut)
    const written = await writeSamples(samples, out)
    if (chosen.json) {
      output.result(JSON.stringify({ run: dir, files: written, leftOut }))
      return 0
    }
    for (const { path, predictions, empty } of written) {
      const without = empty > 0 ? `, ${empty} without a patch` : ''
      output.result(`${path} (${counted(predictions, 'prediction')}${without})`)
    }
    for (const line of describeLeftOut(leftOut)) process.stderr.write(`Left out: ${line}.\n`)
    return 0
  },
})

/** `chat/<model>` names its model itself. */
function modelName(agent: string, source: unknown): string {
  const { model } = (source ?? {}) as { readonly model?: unknown }
  return typeof model !== 'string' || agent.includes(model) ? agent : `${agent}/${model}`
}

async function writeSamples(samples: readonly (readonly RunPrediction[])[], out: string) {
  const { writePredictions } = await loadPredictions()
  const written = []
  for (const [n, sample] of samples.entries()) {
    const path = n === 0 ? out : numbered(out, n + 1)
    await writePredictions(path, sample).catch((error: unknown) => {
      throw new ConfigError(`Cannot write ${path}: ${messageOf(error)} (choose another file)`, {
        cause: error,
      })
    })
    const empty = sample.filter(({ model_patch }) => model_patch === null).length
    written.push({ path, predictions: sample.length, empty })
  }
  return written
}

function numbered(path: string, n: number): string {
  const { dir, name, ext } = parse(path)
  return join(dir, `${name}-${n}${ext}`)
}

function nothingToWrite(dir: string, leftOut: RunPredictions['leftOut']): ConfigError {
  const reasons = describeLeftOut(leftOut)
  const reason = reasons.length > 0 ? reasons.join('; ') : 'no episode is finished'
  return new ConfigError(`Cannot write predictions of ${dir}: ${reason} (give another run)`)
}

function describeLeftOut({ failed, cut, otherTasks }: RunPredictions['leftOut']): string[] {
  return [
    ...(failed > 0 ? [`${counted(failed, 'episode')} that failed, whose patch nobody knows`] : []),
    ...(cut > 0 ? [`${counted(cut, 'patch', 'patches')} too long to be kept whole`] : []),
    ...(otherTasks > 0 ? [`${counted(otherTasks, 'episode')} of tasks that are no instances`] : []),
  ]
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
