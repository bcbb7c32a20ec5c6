import type { InferenceSession, OnnxValue, Tensor } from 'onnxruntime-node'
import { evaluateDim, type Symbols } from '../../ops/dims.ts'
import { symbolsOfFeeds } from '../../ops/evaluate.ts'
import { type Graph, neededNodes } from '../../ops/graph.ts'
import type { HostTensor } from '../../tensor.ts'
import type { Tensors, TracedGraph } from '../backend.ts'
import { emitGraph } from './emit/emit.ts'
import { loadOnnxRuntime, type OnnxRuntime } from './load-onnxruntime.ts'

export interface SessionOptions {
  readonly device: 'cpu' | 'webgpu' | 'cuda'
  readonly threads: number
}

/** Vocabulary-sized logits above this many numbers (64 MiB) are never held whole. */
const LOGITS_AT_ONCE = 16 * 2 ** 20

/** One runtime, and how sessions are made and fed on its device. */
export interface SessionMaker {
  readonly runtime: OnnxRuntime
  readonly device: SessionOptions['device']
  make(traced: TracedGraph, options?: MakeOptions): CompiledGraph
  tensor(tensor: HostTensor): Tensor
}

export interface MakeOptions {
  /** Outputs that stay where they are computed. */
  readonly onDevice?: ReadonlySet<string>
  /** Weights that become part of the sessions, which are made again when the revision changes. */
  readonly baked?: {
    readonly revision: () => number
    readonly weights: () => ReadonlyMap<string, Float32Array>
  }
}

export interface CompiledGraph {
  /** Takes parameters and batch tensors by name; gives those `outputs`, by default all. */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    outputs?: readonly string[],
  ): Promise<Readonly<Record<string, OnnxValue>>>
  close(): Promise<void>
}

export async function createSessionMaker(options: SessionOptions): Promise<SessionMaker> {
  const runtime = await loadOnnxRuntime()
  const tensor = ({ shape, data }: HostTensor) =>
    data instanceof Float32Array
      ? new runtime.Tensor('float32', data, shape)
      : new runtime.Tensor('int32', data, shape)
  const make = (traced: TracedGraph, made: MakeOptions = {}) =>
    compile(runtime, options, traced, made)
  return { runtime, device: options.device, make, tensor }
}

/**
 * A graph as sessions, made when they are needed: the head of a model goes through its rows in
 * chunks only where whole logits would be large, which the batch decides.
 */
function compile(
  runtime: OnnxRuntime,
  { device, threads }: SessionOptions,
  { graph, outputs }: TracedGraph,
  { onDevice = new Set(), baked }: MakeOptions,
): CompiledGraph {
  const wanted = Object.entries(outputs).map(([name, value]) => ({ name, value }))
  const heads = headsOf(
    graph,
    wanted.map(({ value }) => value),
  )
  const sessions = new Map<number, Promise<{ session: InferenceSession; inputs: string[] }>>()
  const create = async (chunk: number) => {
    const emitted = emitGraph(graph, {
      outputs: wanted.map(({ name, value }) => ({ name: outputName(name), value })),
      device,
      ...(chunk > 0 ? { chunkHead: chunk } : {}),
      ...(baked ? { baked: baked.weights() } : {}),
    })
    const stays = wanted
      .filter(({ name }) => onDevice.has(name))
      .map(({ name }) => [outputName(name), 'gpu-buffer'])
    const session = await runtime.InferenceSession.create(emitted.model, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // Its plans hold a second arena: a third of all memory, and no time is won.
      enableMemPattern: false,
      // With weights of its own the higher levels fold scales into products, whose kernel is slower then.
      graphOptimizationLevel: baked ? 'basic' : 'all',
      // What fails is thrown: nothing is printed beside it.
      logSeverityLevel: 4,
      ...(stays.length > 0 && { preferredOutputLocation: Object.fromEntries(stays) }),
    })
    return { session, inputs: emitted.inputs.map(({ name }) => name) }
  }
  let revision: number | undefined
  const release = async () => {
    const old = [...sessions.values()]
    sessions.clear()
    for (const made of old) await made.then(({ session }) => session.release())
  }
  return {
    async run(feeds, outputs) {
      const current = baked?.revision()
      if (current !== revision) await release()
      revision = current
      const chunk = chunkFor(heads, graph, feeds)
      let made = sessions.get(chunk)
      if (!made) {
        made = create(chunk)
        sessions.set(chunk, made)
        // What could not be made is not there to be released.
        made.catch(() => sessions.delete(chunk))
      }
      const { session, inputs } = await made
      const given: Record<string, Tensor> = {}
      for (const name of inputs) {
        const tensor = feeds[name]
        if (tensor) given[name] = tensor
      }
      const asked = outputs ?? wanted.map(({ name }) => name)
      const results = await session.run(given, asked.map(outputName))
      return Object.fromEntries(
        asked.flatMap((name) => {
          const value = results[outputName(name)]
          return value ? [[name, value]] : []
        }),
      )
    },
    close: release,
  }
}

/** In a session inputs and outputs share their names; here a metric may be called as an input is. */
const outputName = (name: string): string => `computed ${name}`

/** Sizes of the logits of each head in a graph: rows and vocabulary. */
function headsOf(graph: Graph, wanted: Parameters<typeof neededNodes>[1]) {
  return neededNodes(graph, wanted).flatMap(({ op, inputs }) => {
    if (op !== 'logSoftmaxGather' && op !== 'logSoftmaxGatherGrad') return []
    const [rows, vocabulary] = [inputs[0]?.shape[0], inputs[1]?.shape[0]]
    return rows === undefined || vocabulary === undefined ? [] : [{ rows, vocabulary }]
  })
}

/** Rows a chunk, or 0 for all at once. */
function chunkFor(
  heads: ReturnType<typeof headsOf>,
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): number {
  if (heads.length === 0) return 0
  const shapes = [...graph.batch.keys()].flatMap((name) => {
    const dims = feeds[name]?.dims
    return dims ? [[name, { shape: dims }] as const] : []
  })
  const symbols: Symbols = symbolsOfFeeds(graph, Object.fromEntries(shapes))
  const sizes = heads.map(({ rows, vocabulary }) => ({
    rows: evaluateDim(rows, symbols),
    vocabulary: evaluateDim(vocabulary, symbols),
  }))
  if (sizes.every(({ rows, vocabulary }) => rows * vocabulary <= LOGITS_AT_ONCE)) return 0
  const widest = Math.max(...sizes.map(({ vocabulary }) => vocabulary))
  return Math.max(1, Math.floor(LOGITS_AT_ONCE / widest))
}

/** What a session gave, in memory of this program. */
export async function toHost(values: Readonly<Record<string, OnnxValue>>): Promise<Tensors> {
  const tensors: Record<string, HostTensor> = {}
  for (const [name, value] of Object.entries(values)) {
    const data = value.location === 'cpu' ? value.data : await value.getData(true)
    if (data instanceof Float32Array || data instanceof Int32Array) {
      tensors[name] = { shape: value.dims, data }
    }
  }
  return tensors
}
