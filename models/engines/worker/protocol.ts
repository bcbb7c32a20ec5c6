import type { Sample, SampleRequest } from '../../../core/index.ts'
import type { ParameterDeclarations } from '../../engine.ts'
import type { SamplerOptions, SamplerStatistics } from '../../sampler/sampler.ts'
import type { Tensors, TracedGraph, TracedProgram } from '../backend.ts'
import type { Step } from '../check-step.ts'

/** What a thread is started with. */
export interface WorkerOptions {
  readonly engine: 'onnx' | 'tfjs'
  readonly device: string
  readonly threads: number
}

/** What the thread that computes can be asked for; a handle names parameters or a program there. */
export interface Requests {
  start: () => Readonly<Record<string, string>>
  open: (declared: ParameterDeclarations) => number
  write: (handle: number, name: string, data: Float32Array) => void
  read: (handle: number, name: string) => Float32Array
  readGradient: (handle: number, name: string) => Float32Array
  readMoment: (handle: number, name: string, which: 'm' | 'v') => Float32Array
  writeMoment: (handle: number, name: string, which: 'm' | 'v', data: Float32Array) => void
  step: (handle: number) => number
  setStep: (handle: number, step: number) => void
  zeroGradients: (handle: number) => void
  apply: (
    handle: number,
    step: Step,
  ) => { readonly gradientNorm: number; readonly skipped: boolean }
  compileProgram: (handle: number, program: TracedProgram) => number
  compileInference: (handle: number, graph: TracedGraph) => number
  accumulate: (
    handle: number,
    batch: Tensors,
  ) => { readonly loss: number; readonly metrics: Tensors }
  run: (handle: number, batch: Tensors) => Tensors
  openSampler: (handle: number, options: SamplerOptions) => number
  /** Ends when the sample does, or it is cancelled by its ticket. */
  sample: (sampler: number, ticket: number, request: SampleRequest) => Sample
  cancel: (sampler: number, ticket: number) => void
  hold: (sampler: number) => void
  resume: (sampler: number) => void
  /** Between two ticks, all of them or none. */
  swap: (
    sampler: number,
    weights: Readonly<Record<string, Float32Array>>,
    version: number | undefined,
  ) => void
  version: (sampler: number) => number
  statistics: (sampler: number) => SamplerStatistics
  close: (handle: number) => void
  stop: () => void
}
export type Method = keyof Requests

export interface Request {
  readonly id: number
  readonly method: Method
  readonly args: readonly unknown[]
}

export type Response =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: { readonly name: string; readonly message: string } }
