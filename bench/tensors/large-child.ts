/** The process of large.ts: `make <folder>` writes the checkpoint, `train <folder> <threads>` takes steps. */
import { existsSync } from 'node:fs'
import { createRng } from '../../core/index.ts'
import {
  declareParameters,
  initializeLora,
  type LoraConfig,
  layoutRows,
  openCheckpoint,
  openEngine,
  parameterShapes,
  policyInputs,
  policyOutputs,
  saveHfFolder,
  sizeOf,
  type TransformerConfig,
  type Weights,
} from '../../models/index.ts'

export interface LargeAnswer {
  readonly parameters: number
  readonly loadMs: number
  readonly firstMs: number
  readonly stepMs: number
  readonly peakMiB: number
}

/** Sizes of Qwen2-0.5B. */
const config: TransformerConfig = {
  family: 'qwen2',
  vocabularySize: 151_936,
  width: 896,
  layers: 24,
  heads: 14,
  keyValueHeads: 2,
  headSize: 64,
  feedForward: 4864,
  normEpsilon: 1e-6,
  rope: { theta: 1_000_000 },
  tiedEmbeddings: true,
  queryKeyValueBias: true,
  outputBias: false,
  feedForwardBias: false,
  queryKeyNorm: false,
  maxLength: 32_768,
  eosTokenIds: [151_643],
}
const lora: LoraConfig = {
  ...{ rank: 8, alpha: 16, rankStabilized: false },
  targetModules: ['q_proj', 'v_proj'],
}
const [rows, length] = [2, 64]

/** A million random numbers, again and again: half a thousand million would take minutes. */
async function* randomWeights(): Weights {
  const rng = createRng(0)
  const noise = Float32Array.from({ length: 1_000_003 }, () => 0.02 * rng.normal())
  let place = 0
  for (const [name, shape] of Object.entries(parameterShapes(config))) {
    const data = new Float32Array(sizeOf(shape))
    if (name.endsWith('norm.weight')) data.fill(1)
    else {
      for (let i = 0; i < data.length; i++) data[i] = noise[place++ % noise.length] ?? 0
    }
    yield { name, data }
  }
}

async function train(folder: string, threads: number): Promise<LargeAnswer> {
  await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads })
  const started = performance.now()
  await using checkpoint = await openCheckpoint(folder)
  const rng = createRng(1)
  async function* weights(): Weights {
    yield* checkpoint.weights()
    yield* initializeLora(checkpoint.config, lora, rng)
  }
  const declared = declareParameters(checkpoint.config, { lora })
  await using parameters = await engine.open(declared, weights())
  const loadMs = performance.now() - started

  const layout = { kind: 'rows', aligned: true } as const
  const policy = { config: checkpoint.config, layout, lora }
  await using program = await parameters.program({
    batch: policyInputs(policy, ['advantages']),
    build(context) {
      const { logProbs } = policyOutputs(context, policy)
      const { ops, input } = context
      return { loss: ops.neg(ops.sum(ops.mul(logProbs, input('advantages')))) }
    },
  })
  const step = async () => {
    const began = performance.now()
    const sequences = Array.from({ length: rows }, () => {
      const ids = Array.from({ length }, () => rng.int(config.vocabularySize))
      const mask = ids.map((_, i) => (i > 0 ? 1 : 0))
      return { ids, mask, values: { advantages: ids.map(() => rng.normal()) } }
    })
    await program.accumulate(layoutRows(policy, sequences).batch)
    const { skipped } = await parameters.apply({
      ...{ learningRate: 1e-4, denominator: rows * (length - 1), maxGradientNorm: 1 },
    })
    if (skipped) throw new Error('The gradient of the large model is not finite')
    return performance.now() - began
  }
  const firstMs = await step()
  const stepMs = await step()
  return {
    parameters: Object.values(parameterShapes(config)).reduce((sum, each) => sum + sizeOf(each), 0),
    ...{ loadMs, firstMs, stepMs },
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }
}

const [what, folder = '', threads = '1'] = process.argv.slice(2)
if (what === 'make') {
  if (!existsSync(folder)) {
    await saveHfFolder(folder, { config, weights: randomWeights(), dtype: 'bf16' })
  }
  console.log('{}')
} else {
  console.log(JSON.stringify(await train(folder, Number(threads))))
}
