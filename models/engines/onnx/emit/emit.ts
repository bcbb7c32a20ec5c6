import { ConfigError } from '../../../../core/index.ts'
import type { Shape } from '../../../ops/dims.ts'
import { type Graph, neededNodes, type Value } from '../../../ops/graph.ts'
import type { AttrsOf, OpName } from '../../../ops/table.ts'
import type { DType } from '../../../tensor.ts'
import { attentionOps } from './emit-attention.ts'
import { denseOps } from './emit-dense.ts'
import { elementwise } from './emit-elementwise.ts'
import { headOps } from './emit-head.ts'
import { layout } from './emit-layout.ts'
import type { EmitOp, Notes } from './emit-op.ts'
import { rowOps } from './emit-rows.ts'
import { encodeModel, type OnnxGraph } from './model.ts'
import { createWriter, type Writer } from './writer.ts'

/** How every op of ours is written in ONNX. */
export const emitTable: { readonly [K in OpName]: EmitOp<AttrsOf<K>> } = {
  ...{ ...elementwise, ...layout, ...denseOps, ...rowOps, ...attentionOps, ...headOps },
}

/** Where a graph will run: `cpu` has operators that the others would leave to the CPU in silence. */
export type OnnxDevice = 'cpu' | 'webgpu' | 'cuda'

export interface EmitOptions {
  readonly outputs: readonly { readonly name: string; readonly value: Value }[]
  readonly device: OnnxDevice
  /** Rows whose vocabulary-sized logits exist at a time; all at once where absent. */
  readonly chunkHead?: number
  /** Parameters that become part of the model, instead of its inputs. */
  readonly baked?: ReadonlyMap<string, Float32Array>
}

export interface EmittedInput {
  readonly name: string
  readonly kind: 'parameter' | 'batch'
  readonly dtype: DType
  readonly shape: Shape
}

export interface EmittedGraph {
  /** Bytes of an ONNX file. */
  readonly model: Uint8Array
  /** What it reads, of what the graph declares. */
  readonly inputs: readonly EmittedInput[]
  readonly outputs: readonly string[]
}

/** Writes what `outputs` depend on as an ONNX model. */
export function emitGraph(graph: Graph, options: EmitOptions): EmittedGraph {
  const { onnx, ...named } = writeGraph(graph, options)
  return { model: encodeModel(onnx, { contrib: options.device === 'cpu' }), ...named }
}

/** The same before it is bytes: to be written on at. */
export function writeGraph(
  graph: Graph,
  options: EmitOptions,
): Omit<EmittedGraph, 'model'> & { readonly onnx: OnnxGraph } {
  const declared = declaredInputs(graph)
  const outputNames = options.outputs.map(({ name }) => name)
  refuseRepeated([...declared.map(({ name }) => name), ...outputNames])
  const nodes = neededNodes(
    graph,
    options.outputs.map(({ value }) => value),
  )
  const reads = new Set([
    ...options.outputs.map(({ value }) => value.id),
    ...nodes.flatMap((node) => node.inputs.map(({ id }) => id)),
  ])
  const names = new Map(declared.map(({ value, name }) => [value.id, name]))
  const writer = createWriter({
    contrib: options.device === 'cpu',
    reserved: [...names.values(), ...outputNames],
    symbol(symbol, to) {
      const source = sourceOf(symbol, declared, reads)
      reads.add(source.id)
      return readSize(to, source)
    },
  })
  const notes: Notes = { narrow: new Map(), truth: new Map() }
  const known = ({ id }: Value): string => {
    const name = names.get(id)
    if (name === undefined)
      throw new ConfigError(`Cannot emit: value ${id} is of another graph (trace it in this one)`)
    return name
  }
  for (const { op, inputs, attrs, outputs } of nodes) {
    writer.label(`${op}_${outputs[0]?.id}`)
    const emit: EmitOp<never> = emitTable[op]
    const written = emit({
      ...{ to: writer, types: inputs, outputs, notes, chunkRows: options.chunkHead },
      inputs: inputs.map(known),
      attrs: attrs as never,
      read: outputs.map(({ id }) => reads.has(id)),
    })
    for (const [index, { id }] of outputs.entries()) {
      const name = written[index]
      if (name !== undefined) names.set(id, name)
    }
  }
  const outputs = options.outputs.map(({ name, value }) => ({
    ...{ name, from: known(value), element: value.dtype, shape: value.shape },
  }))
  const { baked = new Map<string, Float32Array>() } = options
  const read = declared.filter(({ value }) => reads.has(value.id))
  for (const { name, value } of read) {
    const data = baked.get(name)
    if (data) writer.weight(name, value.shape.map(Number), data)
  }
  const inputs = read
    .filter(({ name }) => !baked.has(name))
    .map(({ name, kind, value: { dtype, shape } }) => ({ name, kind, dtype, shape }))
  const onnx = writer.finish(
    inputs.map(({ name, dtype, shape }) => ({ name, element: dtype, shape })),
    outputs,
  )
  return { onnx, inputs, outputs: outputNames }
}

interface DeclaredInput {
  readonly name: string
  readonly kind: EmittedInput['kind']
  readonly value: Value
}

const declaredInputs = ({ parameters, batch }: Graph): readonly DeclaredInput[] => [
  ...[...parameters].map(([name, value]) => ({ name, kind: 'parameter' as const, value })),
  ...[...batch].map(([name, value]) => ({ name, kind: 'batch' as const, value })),
]

function refuseRepeated(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw new ConfigError(
      `Cannot emit: two tensors are called ${repeated} (parameters, inputs and outputs need names of their own)`,
    )
  }
}

interface SizeSource {
  readonly id: number
  readonly name: string
  readonly axis: number
  readonly coefficient: number
}

/** Which input tells a symbol: one that is read anyway where there is one. */
function sourceOf(
  symbol: string,
  declared: readonly DeclaredInput[],
  reads: ReadonlySet<number>,
): SizeSource {
  const sources = declared.flatMap(({ name, value: { id, shape } }) =>
    shape.flatMap((dim, axis): readonly SizeSource[] => {
      const [, factor = '1', only] = /^(?:(\d+)\*)?([A-Za-z_]\w*)$/.exec(String(dim)) ?? []
      return only === symbol ? [{ id, name, axis, coefficient: Number(factor) }] : []
    }),
  )
  const source = sources.find(({ id }) => reads.has(id)) ?? sources[0]
  if (!source)
    throw new ConfigError(
      `Cannot emit: no input tells the size ${symbol} (give it in the shape of an input)`,
    )
  return source
}

/** int64 `[1]`. */
function readSize(to: Writer, { name, axis, coefficient }: SizeSource): string {
  const shape = to.add('Shape', [name])
  const size = to.add('Gather', [shape, to.ints([axis])], { axis: { int: 0 } })
  return coefficient === 1 ? size : to.add('Div', [size, to.ints([coefficient])])
}
