import type { ParameterDeclarations, StepResult } from '../engine.ts'
import type { Graph, Value } from '../ops/graph.ts'
import type { HostTensor } from '../tensor.ts'
import type { Step } from './check-step.ts'

/** A computation as it crosses to the thread that runs it: plain data. */
export interface TracedGraph {
  /** Forward nodes alone: each backend differentiates in its own way. */
  readonly graph: Graph
  /** What is given back, by name. */
  readonly outputs: Readonly<Record<string, Value>>
}

export interface TracedProgram extends TracedGraph {
  /** One number; its gradients in all trainable parameters are accumulated. */
  readonly loss: Value
}

export type Tensors = Readonly<Record<string, HostTensor>>

/** A library of tensors, in the thread where it may block: what an engine is made of. */
export interface Backend {
  readonly versions: Readonly<Record<string, string>>
  open(declared: ParameterDeclarations): Promise<BackendParameters>
  close(): Promise<void>
}

/** All parameters have been written before anything else is asked for. */
export interface BackendParameters {
  write(name: string, data: Float32Array): Promise<void>
  read(name: string): Promise<Float32Array>
  compileProgram(program: TracedProgram): Promise<BackendProgram>
  compileInference(graph: TracedGraph, options?: InferenceOptions): Promise<BackendInference>
  apply(step: Step): Promise<StepResult>
  /** Counts every change of a weight. */
  revision(): number
  zeroGradients(): Promise<void>
  readGradient(name: string): Promise<Float32Array>
  /** Steps AdamW has taken. */
  step(): Promise<number>
  setStep(step: number): Promise<void>
  readMoment(name: string, which: 'm' | 'v'): Promise<Float32Array>
  writeMoment(name: string, which: 'm' | 'v', data: Float32Array): Promise<void>
  close(): Promise<void>
}

export interface InferenceOptions {
  /**
   * It runs many times between two changes of the weights, on small batches: they may become part of it,
   * at the cost of making it again after each change.
   */
  readonly often?: boolean
}

export interface BackendProgram {
  accumulate(batch: Tensors): Promise<{ readonly loss: number; readonly metrics: Tensors }>
  close(): Promise<void>
}

export interface BackendInference {
  /** Gives those `outputs`; by default all. */
  run(batch: Tensors, outputs?: readonly string[]): Promise<Tensors>
  close(): Promise<void>
}
