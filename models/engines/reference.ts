import { ConfigError } from '../../core/index.ts'
import type {
  Batch,
  Engine,
  ParameterDeclarations,
  Parameters,
  Program,
  StepResult,
} from '../engine.ts'
import type { Dense } from '../ops/definition.ts'
import { differentiate } from '../ops/differentiate.ts'
import { evaluate } from '../ops/evaluate.ts'
import type { Value } from '../ops/graph.ts'
import type { Tracer } from '../ops/trace.ts'
import { checkSamplerOptions, createSampler, type SamplerLink } from '../sampler/create-sampler.ts'
import { hostSampler } from '../sampler/host-sampler.ts'
import { type DType, type HostTensor, sizeOf, type Weights } from '../tensor.ts'
import type { BackendParameters } from './backend.ts'
import { batchTaker } from './check-batch.ts'
import { checkStepCount, type Step, stepOf } from './check-step.ts'
import { checkSize, takeWeights } from './check-weights.ts'
import { traceDefinition } from './trace-definition.ts'

/** An engine but for its name: it is not for training, and no run stores it. */
export type ReferenceEngine = Omit<Engine, 'spec'>

interface Trained {
  readonly gradient: Float64Array
  readonly m: Float64Array
  readonly v: Float64Array
}

interface State {
  readonly declared: ParameterDeclarations
  readonly values: Map<string, Dense>
  readonly trained: ReadonlyMap<string, Trained>
  step: number
  revision: number
}

/** Plain loops in float64 on this thread: what other engines are compared with, at tiny sizes. */
export function createReferenceEngine(): ReferenceEngine {
  return {
    open: async (declared, weights) => parametersOf(await load(declared, weights)),
    close: nothing,
    [Symbol.asyncDispose]: nothing,
  }
}

const nothing = async (): Promise<void> => {}

async function load(declared: ParameterDeclarations, weights: Weights): Promise<State> {
  const values = new Map<string, Dense>()
  await takeWeights(declared, weights, (name, data) => {
    values.set(name, denseOf(declared, name, data))
  })
  const trained = new Map(
    Object.entries(declared).flatMap(([name, { shape, trainable }]) => {
      const zeros = () => new Float64Array(sizeOf(shape))
      return trainable ? [[name, { gradient: zeros(), m: zeros(), v: zeros() }] as const] : []
    }),
  )
  return { declared, values, trained, step: 0, revision: 0 }
}

function denseOf(declared: ParameterDeclarations, name: string, data: Float32Array): Dense {
  checkSize(declared, name, data)
  return { shape: declared[name]?.shape ?? [], data: Float64Array.from(data) }
}

function parametersOf(state: State): Parameters {
  const { declared, values } = state
  const trainedOf = (name: string): Trained => {
    const trained = state.trained.get(name)
    if (trained) return trained
    throw new ConfigError(`Cannot read the gradient of ${name}: it is not trained (see declared)`)
  }
  const write = async (name: string, data: Float32Array) => {
    values.set(name, denseOf(declared, name, data))
    state.revision++
  }
  return {
    declared,
    async read(name) {
      const value = values.get(name)
      if (value) return Float32Array.from(value.data)
      throw new ConfigError(`Cannot read ${name}: there is no such parameter (see declared)`)
    },
    write,
    async sampler(options) {
      checkSamplerOptions(options, declared)
      let last = Promise.resolve()
      const hosted = { revision: () => state.revision, write, compileInference: compileIn(state) }
      const link = hostSampler(hosted, declared, options, (work) => {
        last = last.then(work)
      })
      const swap: SamplerLink['swap'] = (...given) => {
        // A tick may be under way: it goes to its end with the weights that it began with.
        const swapped = last.then(() => link.swap(...given))
        last = swapped.catch(() => {})
        return swapped
      }
      return createSampler({ ...link, swap }, declared, options)
    },
    async program(definition) {
      const { tracer, result } = traceDefinition(declared, definition)
      return programOf(state, tracer, batchTaker(definition.batch, tracer.graph), result)
    },
    async inference(definition) {
      const { tracer, result } = traceDefinition(declared, definition)
      const take = batchTaker(definition.batch, tracer.graph)
      return {
        run: async (batch) => named(result, run(state, tracer, take(batch), Object.values(result))),
        close: nothing,
        [Symbol.asyncDispose]: nothing,
      }
    },
    apply: async (options) => apply(state, stepOf(options)),
    async zeroGradients() {
      for (const { gradient } of state.trained.values()) gradient.fill(0)
    },
    readGradient: async (name) => Float32Array.from(trainedOf(name).gradient),
    async readOptimizer() {
      async function* moments() {
        for (const [name, { m, v }] of state.trained) {
          yield { name: `${name}.m`, data: Float32Array.from(m) }
          yield { name: `${name}.v`, data: Float32Array.from(v) }
        }
      }
      return { step: state.step, moments: moments() }
    },
    async writeOptimizer({ step, moments }) {
      checkStepCount(step)
      for await (const { name, data } of moments) {
        trainedOf(name.slice(0, -2))[name.endsWith('.m') ? 'm' : 'v'].set(data)
      }
      state.step = step
    },
    close: nothing,
    [Symbol.asyncDispose]: nothing,
  }
}

const compileIn =
  (state: State): BackendParameters['compileInference'] =>
  async ({ graph, outputs }) => ({
    async run(batch, asked = Object.keys(outputs)) {
      const wanted = Object.entries(outputs).filter(([name]) => asked.includes(name))
      const values = wanted.map(([, value]) => value)
      return named(Object.fromEntries(wanted), run(state, { graph }, batch, values))
    },
    close: nothing,
  })

function programOf(
  state: State,
  tracer: Tracer,
  take: (batch: Batch) => Batch,
  { loss, metrics = {} }: { loss: Value; metrics?: Readonly<Record<string, Value>> },
): Program {
  const names = [...state.trained.keys()]
  const gradients = differentiate(tracer, loss, names.map(tracer.parameter))
  return {
    async accumulate(batch) {
      const wanted = [loss, ...Object.values(metrics), ...gradients]
      const results = run(state, tracer, take(batch), wanted)
      const rest = results.slice(wanted.length - gradients.length)
      for (const [index, name] of names.entries()) {
        const total = state.trained.get(name)?.gradient
        for (const [i, value] of (rest[index]?.data ?? []).entries()) {
          if (total) total[i] = (total[i] ?? 0) + value
        }
      }
      return { loss: results[0]?.data[0] ?? Number.NaN, metrics: named(metrics, results.slice(1)) }
    },
    close: nothing,
    [Symbol.asyncDispose]: nothing,
  }
}

function run(
  { values }: State,
  { graph }: Pick<Tracer, 'graph'>,
  batch: Batch,
  wanted: readonly Value[],
): readonly Dense[] {
  const tensors = Object.entries(batch).map(
    ([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }] as const,
  )
  const feeds = { parameters: Object.fromEntries(values), batch: Object.fromEntries(tensors) }
  return evaluate(graph, feeds, wanted)
}

function named(
  values: Readonly<Record<string, Value>>,
  results: readonly Dense[],
): Readonly<Record<string, HostTensor>> {
  const host = (dtype: DType, { shape, data }: Dense): HostTensor => ({
    shape,
    data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data),
  })
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, { dtype }], i) => {
      const result = results[i]
      return result ? [[name, host(dtype, result)]] : []
    }),
  )
}

/** AdamW (Loshchilov and Hutter 2019, algorithm 2), decay first as in torch.optim.AdamW. */
function apply(state: State, step: Step): StepResult {
  const { learningRate, denominator, beta1, beta2, epsilon, weightDecay, maxGradientNorm } = step
  let squares = 0
  for (const { gradient } of state.trained.values()) {
    for (const value of gradient) squares += (value / denominator) ** 2
  }
  const gradientNorm = Math.sqrt(squares)
  const skipped = !Number.isFinite(gradientNorm)
  // As torch.nn.utils.clip_grad_norm_.
  const clip = Math.min(1, maxGradientNorm / (gradientNorm + 1e-6))
  if (!skipped) {
    state.step++
    state.revision++
  }
  const [correct1, correct2] = [1 - beta1 ** state.step, 1 - beta2 ** state.step]
  for (const [name, { gradient, m, v }] of state.trained) {
    const { shape = [], decay = shape.length > 1 } = state.declared[name] ?? {}
    const weights = state.values.get(name)?.data ?? new Float64Array()
    for (let i = 0; i < weights.length && !skipped; i++) {
      const g = ((gradient[i] ?? 0) * clip) / denominator
      const [mi, vi] = [
        beta1 * (m[i] ?? 0) + (1 - beta1) * g,
        beta2 * (v[i] ?? 0) + (1 - beta2) * g * g,
      ]
      const kept = (weights[i] ?? 0) * (decay ? 1 - learningRate * weightDecay : 1)
      weights[i] = kept - (learningRate * mi) / correct1 / (Math.sqrt(vi / correct2) + epsilon)
      m[i] = mi
      v[i] = vi
    }
    gradient.fill(0)
  }
  return { gradientNorm, skipped }
}
