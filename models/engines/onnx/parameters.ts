import type { OnnxValue, Tensor } from 'onnxruntime-node'
import { ModelError } from '../../../core/index.ts'
import type { ParameterDeclarations, StepResult } from '../../engine.ts'
import { sizeOf } from '../../tensor.ts'
import type {
  BackendInference,
  BackendParameters,
  BackendProgram,
  InferenceOptions,
  TracedGraph,
  TracedProgram,
} from '../backend.ts'
import type { Step } from '../check-step.ts'
import { canStep, decays, type StepScalars, scalarsOf } from '../step-scalars.ts'
import { adamwGraph, adamwInPlace, squaresGraph, squaresOf } from './adamw.ts'
import { copyGraph, gradientName, LOSS, summedName, withGradients } from './gradients.ts'
import { type CompiledGraph, type SessionMaker, toHost } from './sessions.ts'

type Tensors = Map<string, Tensor>

/** Numbers of a model that sessions may hold copies of: packed for products, a small batch is a third faster. */
const BAKED_AT_MOST = 50_000_000

/**
 * Parameters with gradients and moments, as inputs and outputs of sessions. On a CPU they are arrays
 * of this program; on a GPU they stay in its buffers, and come back through a copying graph.
 */
export class OnnxParameters implements BackendParameters {
  readonly #sessions: SessionMaker
  readonly #declared: ParameterDeclarations
  readonly #weights: Tensors = new Map()
  readonly #gradients: Tensors = new Map()
  readonly #moments: Readonly<Record<'m' | 'v', Tensors>> = { m: new Map(), v: new Map() }
  readonly #compiled = new Map<string, CompiledGraph>()
  readonly #programs = new Set<CompiledGraph>()
  #step = 0
  #revision = 0

  constructor(sessions: SessionMaker, declared: ParameterDeclarations) {
    this.#sessions = sessions
    this.#declared = declared
  }

  async write(name: string, data: Float32Array): Promise<void> {
    await this.#put(this.#weights, name, data)
    this.#revision++
  }

  revision(): number {
    return this.#revision
  }

  async read(name: string): Promise<Float32Array> {
    return this.#fetch(this.#weights, name)
  }

  async readGradient(name: string): Promise<Float32Array> {
    await this.#needGradients()
    return this.#fetch(this.#gradients, name)
  }

  async step(): Promise<number> {
    return this.#step
  }

  async setStep(step: number): Promise<void> {
    this.#step = step
  }

  async readMoment(name: string, which: 'm' | 'v'): Promise<Float32Array> {
    if (!this.#moments[which].has(name)) return new Float32Array(this.#sizeOf(name))
    return this.#fetch(this.#moments[which], name)
  }

  async writeMoment(name: string, which: 'm' | 'v', data: Float32Array): Promise<void> {
    await this.#put(this.#moments[which], name, data)
  }

  async zeroGradients(): Promise<void> {
    for (const name of this.#trainable()) {
      const tensor = this.#gradients.get(name)
      if (tensor?.location === 'cpu') (tensor.data as Float32Array).fill(0)
      else if (tensor) await this.#put(this.#gradients, name, new Float32Array(this.#sizeOf(name)))
    }
  }

  async compileProgram(program: TracedProgram): Promise<BackendProgram> {
    const trained = this.#trainable()
    const held = new Set(trained.map(summedName))
    const compiled = this.#sessions.make(withGradients(program, trained), { onDevice: held })
    this.#programs.add(compiled)
    return {
      accumulate: async (batch) => {
        await this.#needGradients()
        const feeds = this.#feeds(batch)
        for (const name of trained) feeds[gradientName(name)] = heldIn(this.#gradients, name)
        const results = await compiled.run(feeds)
        const rest: Record<string, OnnxValue> = {}
        for (const [name, value] of Object.entries(results)) {
          if (!held.has(name)) rest[name] = value
        }
        for (const name of trained) this.#replace(this.#gradients, name, results[summedName(name)])
        const { [LOSS]: loss, ...metrics } = await toHost(rest)
        return { loss: loss?.data[0] ?? Number.NaN, metrics }
      },
      close: () => this.#close(compiled),
    }
  }

  async compileInference(
    traced: TracedGraph,
    { often = false }: InferenceOptions = {},
  ): Promise<BackendInference> {
    const isBaked = often && this.#sessions.device === 'cpu' && this.#size() <= BAKED_AT_MOST
    const compiled = this.#sessions.make(traced, isBaked ? { baked: this.#baked } : {})
    this.#programs.add(compiled)
    return {
      run: async (batch, outputs) =>
        toHost(await compiled.run(this.#feeds(batch, !isBaked), outputs)),
      close: () => this.#close(compiled),
    }
  }

  async apply(step: Step): Promise<StepResult> {
    await this.#needGradients()
    const gradientNorm = Math.sqrt(await this.#squares()) / step.denominator
    if (!canStep(step, gradientNorm)) {
      await this.#freshGradients()
      return { gradientNorm, skipped: true }
    }
    this.#step++
    this.#revision++
    for (const name of this.#trainable()) await this.#update(name, step, gradientNorm)
    await this.zeroGradients()
    return { gradientNorm, skipped: false }
  }

  async close(): Promise<void> {
    // Before the sessions: with the last of them goes the device that the buffers belong to.
    for (const tensors of [this.#weights, this.#gradients, ...Object.values(this.#moments)]) {
      for (const tensor of tensors.values()) if (tensor.location !== 'cpu') tensor.dispose()
      tensors.clear()
    }
    for (const compiled of [...this.#compiled.values(), ...this.#programs]) await compiled.close()
    this.#compiled.clear()
    this.#programs.clear()
  }

  async #squares(): Promise<number> {
    let total = 0
    for (const name of this.#trainable()) {
      const gradient = heldIn(this.#gradients, name)
      if (gradient.location === 'cpu') {
        total += squaresOf(gradient.data as Float32Array)
        continue
      }
      const rank = this.#shapeOf(name).length
      const graph = this.#once(`squares ${rank}`, () => squaresGraph(rank))
      const { squares } = await toHost(await graph.run({ g: gradient }))
      total += squares?.data[0] ?? Number.NaN
    }
    return total
  }

  async #update(name: string, step: Step, gradientNorm: number): Promise<void> {
    const declaration = this.#declared[name]
    const decay = declaration !== undefined && decays(declaration)
    const scalars = scalarsOf(step, { count: this.#step, gradientNorm, decay })
    for (const which of ['m', 'v'] as const) {
      if (!this.#moments[which].has(name)) {
        await this.#put(this.#moments[which], name, new Float32Array(this.#sizeOf(name)))
      }
    }
    const tensors = {
      w: heldIn(this.#weights, name),
      g: heldIn(this.#gradients, name),
      m: heldIn(this.#moments.m, name),
      v: heldIn(this.#moments.v, name),
    }
    if (this.#sessions.device !== 'cpu') return this.#updateThere(name, tensors, scalars)
    const { w, g, m, v } = tensors
    const data = ({ data }: Tensor) => data as Float32Array
    adamwInPlace({ w: data(w), g: data(g), m: data(m), v: data(v) }, scalars)
  }

  /** On the device, where the tensors are. */
  async #updateThere(
    name: string,
    tensors: Readonly<Record<'w' | 'g' | 'm' | 'v', Tensor>>,
    scalars: StepScalars,
  ): Promise<void> {
    const rank = this.#shapeOf(name).length
    const kept = new Set(['nextW', 'nextM', 'nextV'])
    const graph = this.#once(`adamw ${rank}`, () => adamwGraph(rank), kept)
    const feeds: Record<string, Tensor> = { ...tensors }
    for (const [key, value] of Object.entries(scalars)) {
      feeds[key] = this.#sessions.tensor({ shape: [], data: Float32Array.of(value) })
    }
    const results = await graph.run(feeds)
    this.#replace(this.#weights, name, results['nextW'])
    this.#replace(this.#moments.m, name, results['nextM'])
    this.#replace(this.#moments.v, name, results['nextV'])
  }

  /** Gradients begin as zeros, when the first is needed: inference alone holds none. */
  async #needGradients(): Promise<void> {
    if (this.#gradients.size === 0) await this.#freshGradients()
  }

  async #freshGradients(): Promise<void> {
    for (const name of this.#trainable()) {
      await this.#put(this.#gradients, name, new Float32Array(this.#sizeOf(name)))
    }
  }

  async #put(tensors: Tensors, name: string, data: Float32Array): Promise<void> {
    const shape = this.#shapeOf(name)
    const tensor = this.#sessions.tensor({ shape, data })
    if (this.#sessions.device === 'cpu') {
      this.#replace(tensors, name, tensor)
      return
    }
    const up = this.#once(`up ${shape.length}`, () => copyGraph(shape.length), new Set(['y']))
    this.#replace(tensors, name, (await up.run({ x: tensor }))['y'])
  }

  async #fetch(tensors: Tensors, name: string): Promise<Float32Array> {
    const tensor = heldIn(tensors, name)
    if (tensor.location === 'cpu') return (tensor.data as Float32Array).slice()
    const rank = this.#shapeOf(name).length
    const down = this.#once(`down ${rank}`, () => copyGraph(rank))
    const { y } = await toHost(await down.run({ x: tensor }))
    return y?.data instanceof Float32Array ? y.data : new Float32Array(0)
  }

  #replace(tensors: Tensors, name: string, value: OnnxValue | undefined): void {
    if (!value) throw new ModelError(`Cannot compute ${name}: the graph gave nothing (report this)`)
    const before = tensors.get(name)
    tensors.set(name, value as Tensor)
    if (before && before.location !== 'cpu') before.dispose()
  }

  #feeds(
    batch: Parameters<BackendProgram['accumulate']>[0],
    withWeights = true,
  ): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = withWeights ? Object.fromEntries(this.#weights) : {}
    for (const [name, tensor] of Object.entries(batch)) feeds[name] = this.#sessions.tensor(tensor)
    return feeds
  }

  #once(key: string, graph: () => TracedGraph, onDevice?: ReadonlySet<string>): CompiledGraph {
    const known = this.#compiled.get(key)
    if (known) return known
    const compiled = this.#sessions.make(graph(), onDevice ? { onDevice } : {})
    this.#compiled.set(key, compiled)
    return compiled
  }

  async #close(compiled: CompiledGraph): Promise<void> {
    if (this.#programs.delete(compiled)) await compiled.close()
  }

  #baked = {
    revision: () => this.#revision,
    weights: () =>
      new Map([...this.#weights].map(([name, { data }]) => [name, data as Float32Array] as const)),
  }
  #size = () => Object.values(this.#declared).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  #trainable = (): readonly string[] =>
    Object.keys(this.#declared).filter((name) => this.#declared[name]?.trainable)
  #shapeOf = (name: string): readonly number[] => this.#declared[name]?.shape ?? []
  #sizeOf = (name: string): number => sizeOf(this.#shapeOf(name))
}

function heldIn(tensors: Tensors, name: string): Tensor {
  const tensor = tensors.get(name)
  if (!tensor) throw new ModelError(`Cannot use ${name}: it has not been loaded (write it first)`)
  return tensor
}
