import type { DeviceName, EngineName } from './devices/report.ts'
import type { Shape } from './ops/dims.ts'
import type { Value } from './ops/graph.ts'
import type { Ops } from './ops/ops.ts'
import type { Sampler, SamplerOptions } from './sampler/sampler.ts'
import type { DType, HostTensor, Weights } from './tensor.ts'

/** What computes, and why that: printed at the start of a run and stored with it. */
export interface EngineSpec {
  readonly engine: EngineName
  readonly device: DeviceName
  readonly threads: number
  /** Why it was chosen, in one clause. */
  readonly reason: string
  /** Packages and native libraries with their versions. */
  readonly versions: Readonly<Record<string, string>>
}

export interface ParameterDeclaration {
  readonly shape: readonly number[]
  /** Frozen parameters have no gradient, no moments and never change. */
  readonly trainable: boolean
  /** Whether AdamW's weight decay applies; by default to matrices, not to vectors. */
  readonly decay?: boolean
}
export type ParameterDeclarations = Readonly<Record<string, ParameterDeclaration>>

/** Computes on tensors off the main thread: `run` of the libraries blocks the event loop. */
export interface Engine extends AsyncDisposable {
  readonly spec: EngineSpec
  /**
   * Takes weights one after another (their memory is moved, not copied). All declared ones must
   * come, in their declared sizes; else nothing is loaded.
   */
  open(declared: ParameterDeclarations, weights: Weights): Promise<Parameters>
  close(): Promise<void>
}

/** Parameters in the memory of an engine, with their gradients and moments. */
export interface Parameters extends AsyncDisposable {
  readonly declared: ParameterDeclarations
  read(name: string): Promise<Float32Array>
  /** Replaces one: a merged adapter, the weights of another policy. */
  write(name: string, data: Float32Array): Promise<void>
  program(definition: ProgramDefinition): Promise<Program>
  inference(definition: InferenceDefinition): Promise<Inference>
  /** Samples from a transformer with these parameters, as they are at each tick. */
  sampler(options: SamplerOptions): Promise<Sampler>
  /**
   * One step of AdamW on what programs have accumulated, which is then zero again; skipped, with
   * everything as it was but the gradients gone, where the gradient's norm is not finite.
   */
  apply(options: StepOptions): Promise<StepResult>
  /** Forgets what was accumulated. */
  zeroGradients(): Promise<void>
  /** The accumulated gradient of a trainable parameter. */
  readGradient(name: string): Promise<Float32Array>
  /** Moments and step count, to be saved; one tensor at a time, as `<name>.m` and `<name>.v`. */
  readOptimizer(): Promise<OptimizerState>
  writeOptimizer(state: OptimizerState): Promise<void>
  close(): Promise<void>
}

export interface OptimizerState {
  /** Steps taken: what the bias correction of AdamW counts. */
  readonly step: number
  readonly moments: Weights
}

export interface BatchDeclaration {
  readonly dtype: DType
  /** Sizes may be symbols (`'B'`), or products (`'4*S'`). */
  readonly shape: Shape
}
export type BatchDeclarations = Readonly<Record<string, BatchDeclaration>>
export type Batch = Readonly<Record<string, HostTensor>>

/** What a computation is written with: ops, and its inputs by name. */
export interface BuildContext {
  readonly ops: Ops
  readonly parameter: (name: string) => Value
  readonly input: (name: string) => Value
}

export interface ProgramDefinition {
  readonly batch: BatchDeclarations
  /** The loss is a sum over the batch (divided once, in `apply`), metrics are scalars or tensors. */
  readonly build: (context: BuildContext) => {
    readonly loss: Value
    readonly metrics?: Readonly<Record<string, Value>>
  }
}

/** Forward and backward of a loss. */
export interface Program extends AsyncDisposable {
  /** Adds the gradients of this batch to those before; gives the loss and the metrics. */
  accumulate(batch: Batch): Promise<{
    readonly loss: number
    readonly metrics: Readonly<Record<string, HostTensor>>
  }>
  close(): Promise<void>
}

export interface InferenceDefinition {
  readonly batch: BatchDeclarations
  readonly build: (context: BuildContext) => Readonly<Record<string, Value>>
}

export interface Inference extends AsyncDisposable {
  run(batch: Batch): Promise<Readonly<Record<string, HostTensor>>>
  close(): Promise<void>
}

/** AdamW (Loshchilov and Hutter 2019, algorithm 2) with the clip of a global norm before it. */
export interface StepOptions {
  readonly learningRate: number
  /** What accumulated sums are divided by: the number of trained tokens of all batches together. */
  readonly denominator: number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  readonly weightDecay?: number
  /** Gradients of a larger norm are scaled down to it (Pascanu et al. 2013); none without. */
  readonly maxGradientNorm?: number
}

export interface StepResult {
  /** Norm of the divided gradient before the clip. */
  readonly gradientNorm: number
  readonly skipped: boolean
}
