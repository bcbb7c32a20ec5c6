import { ConfigError } from '../../../core/index.ts'
import type { ParameterDeclarations } from '../../engine.ts'
import type { BackendParameters } from '../backend.ts'
import { canStep, decays, scalarsOf } from '../step-scalars.ts'
import { adamw, gradientNorm, type Trained } from './adamw.ts'
import { compileInference, compileProgram } from './compile.ts'
import type { Executors, Tensor } from './executor.ts'
import { toHost } from './host.ts'
import type { Tfjs } from './load-tensorflow.ts'

/** Parameters, gradients and moments as tensors; what is zero since nobody wrote it takes no memory. */
export function openParameters(
  tf: Tfjs,
  executors: Executors,
  declared: ParameterDeclarations,
): BackendParameters {
  const frozen = new Map<string, Tensor>()
  const trained = new Map<string, Trained>()
  let steps = 0
  let revision = 0

  const shapeOf = (name: string): number[] => {
    const parameter = declared[name]
    if (!parameter) throw new ConfigError(`Cannot use ${name}: it is no parameter (declare it)`)
    return [...parameter.shape]
  }
  const trainedOf = (name: string): Trained => {
    const found = trained.get(name)
    if (found) return found
    throw new ConfigError(`Cannot use ${name}: it is not trained, or has no weights (write them)`)
  }
  const weightOf = (name: string): Tensor => {
    const found = trained.get(name)?.weight ?? frozen.get(name)
    if (found) return found
    throw new ConfigError(`Cannot use ${name}: it has no weights (write them first)`)
  }
  const create = (name: string, data: Float32Array) => tf.tensor(data, shapeOf(name), 'float32')
  const readOrZeros = async (name: string, tensor: Tensor | null) =>
    tensor ? floats(tensor) : new Float32Array(tf.util.sizeFromShape(shapeOf(name)))
  const zeroGradients = () => {
    for (const parameter of trained.values()) {
      parameter.gradient?.dispose()
      parameter.gradient = null
    }
  }

  return {
    revision: () => revision,
    async write(name, data) {
      revision++
      const weight = create(name, data)
      const known = trained.get(name)
      const before = known?.weight ?? frozen.get(name)
      if (known) known.weight = weight
      else if (declared[name]?.trainable) {
        const decay = decays(declared[name])
        trained.set(name, { weight, gradient: null, m: null, v: null, decay })
      } else frozen.set(name, weight)
      before?.dispose()
    },
    read: async (name) => floats(weightOf(name)),
    compileProgram: async (program) =>
      compileProgram(tf, executors, program, { weightOf, trained }),
    compileInference: async (graph) => compileInference(tf, executors, graph, weightOf),
    async apply(step) {
      const all = [...trained.values()]
      const norm = (await gradientNorm(tf, all)) / step.denominator
      if (!canStep(step, norm)) {
        zeroGradients()
        return { gradientNorm: norm, skipped: true }
      }
      steps++
      revision++
      for (const parameter of all) {
        const { decay } = parameter
        adamw(tf, parameter, scalarsOf(step, { count: steps, gradientNorm: norm, decay }))
      }
      return { gradientNorm: norm, skipped: false }
    },
    zeroGradients: async () => zeroGradients(),
    readGradient: async (name) => readOrZeros(name, trainedOf(name).gradient),
    step: async () => steps,
    async setStep(step) {
      steps = step
    },
    readMoment: async (name, which) => readOrZeros(name, trainedOf(name)[which]),
    async writeMoment(name, which, data) {
      const parameter = trainedOf(name)
      const before = parameter[which]
      parameter[which] = create(name, data)
      before?.dispose()
    },
    async close() {
      for (const { weight, gradient, m, v } of trained.values()) {
        for (const tensor of [weight, gradient, m, v]) tensor?.dispose()
      }
      for (const tensor of frozen.values()) tensor.dispose()
      trained.clear()
      frozen.clear()
    },
  }
}

async function floats(tensor: Tensor): Promise<Float32Array> {
  const { data } = await toHost(tensor)
  return data instanceof Float32Array ? data : Float32Array.from(data)
}
