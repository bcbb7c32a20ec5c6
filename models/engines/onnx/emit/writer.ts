import type { Dim, Shape } from '../../../ops/dims.ts'
import type { Attributes, Element, Initializer, OnnxGraph, OnnxNode, OnnxValue } from './model.ts'
import { neededOnnxNodes, readBy, renamed } from './prune.ts'

/** Operators of onnxruntime beside those of ONNX, where a device has them. */
const CONTRIB = new Set(['FusedMatMul', 'QuickGelu', 'RotaryEmbedding'])

/** Writes the nodes of one ONNX graph; equal nodes are written once. */
export interface Writer {
  /** Whether the device runs onnxruntime's own operators. */
  readonly contrib: boolean
  /** Adds a node and gives the name of its (first) output. */
  readonly add: (op: string, inputs: readonly string[], attributes?: Attributes) => string
  readonly addAll: (
    op: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputs: number,
  ) => readonly string[]
  /** The tensor whose numbers one has that was reshaped, once or several times; else itself. */
  readonly unreshaped: (name: string) => string
  /** float32, one number. */
  readonly float: (value: number) => string
  /** int64 `[values.length]`. */
  readonly ints: (values: readonly number[]) => string
  readonly bool: (value: boolean) => string
  /** A size, int64 `[1]`. */
  readonly size: (dim: Dim) => string
  /** Sizes, int64 `[shape.length]`. */
  readonly sizes: (shape: Shape) => string
  /** The body of a Loop: it may read everything that stands before it. */
  readonly body: (
    inputs: readonly OnnxValue[],
    build: (body: Writer) => readonly OnnxValue[],
  ) => OnnxGraph
  /** A name that nothing else has. */
  readonly unique: (name: string) => string
  /** A readable name for what is written next. */
  readonly label: (label: string) => void
}

export interface RootWriter extends Writer {
  /** A float32 tensor under a reserved name. */
  readonly weight: (name: string, shape: readonly number[], data: Float32Array) => void
  /** The graph with what its outputs depend on; `from` is the tensor that an output is. */
  readonly finish: (
    inputs: readonly OnnxValue[],
    outputs: readonly (OnnxValue & { readonly from: string })[],
  ) => OnnxGraph
}

/** `${coefficient}*${symbols}` apart: dims are canonical here. */
function termsOf(dim: string) {
  return dim.split('+').map((term) => {
    const factors = term.split('*')
    const numbers = factors.filter((factor) => /^-?\d+$/.test(factor)).map(Number)
    return {
      coefficient: numbers.reduce((a, b) => a * b, 1),
      symbols: factors.filter((factor) => !/^-?\d+$/.test(factor)),
    }
  })
}

/** `symbol` gives a size that inputs tell, int64 `[1]`. */
export function createWriter(options: {
  readonly contrib: boolean
  readonly reserved: Iterable<string>
  readonly symbol: (symbol: string, writer: Writer) => string
}): RootWriter {
  const used = new Set(options.reserved)
  const initializers = new Map<string, Initializer>()
  const reshaped = new Map<string, string>()
  const unreshaped = (name: string) => reshaped.get(name) ?? name
  let label = 'graph'

  const fresh = (name: string): string => {
    let free = name
    for (let count = 1; used.has(free); count++) free = `${name}_${count}`
    used.add(free)
    return free
  }
  const initializer = (
    key: string,
    element: Element,
    shape: readonly number[],
    data: ArrayBufferView,
  ): string => {
    const known = initializers.get(key)
    if (known) return known.name
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const name = fresh(key)
    initializers.set(key, { name, element, shape, bytes })
    return name
  }
  const constants = {
    float: (value: number) => initializer(`float:${value}`, 'float32', [], Float32Array.of(value)),
    ints: (values: readonly number[]) =>
      initializer(
        `ints:${values.join(',')}`,
        'int64',
        [values.length],
        BigInt64Array.from(values, BigInt),
      ),
    bool: (value: boolean) =>
      initializer(`bool:${value}`, 'bool', [], Uint8Array.of(value ? 1 : 0)),
  }

  const level = (nodes: OnnxNode[]): Writer => {
    const written = new Map<string, readonly string[]>()
    const addAll: Writer['addAll'] = (op, inputs, attributes, outputs) => {
      const shared = !Object.values(attributes).some((value) => 'graph' in value)
      const key = shared ? JSON.stringify([op, inputs, attributes]) : ''
      const known = shared ? written.get(key) : undefined
      if (known) return known
      const name = fresh(`${label}/${op}`)
      const names = Array.from({ length: outputs }, (_, i) =>
        i === 0 ? name : fresh(`${name}:${i}`),
      )
      const domain = CONTRIB.has(op) ? 'com.microsoft' : ''
      nodes.push({ op, domain, name, inputs, outputs: names, attributes })
      if (op === 'Reshape') reshaped.set(name, unreshaped(inputs[0] ?? ''))
      if (shared) written.set(key, names)
      return names
    }
    const writer: Writer = {
      contrib: options.contrib,
      addAll,
      add: (op, inputs, attributes = {}) => addAll(op, inputs, attributes, 1)[0] ?? '',
      ...constants,
      unreshaped,
      // Sizes are told once, outside of bodies.
      size: (dim) => sizeOf(dim),
      sizes: (shape) => sizesOf(shape),
      body(inputs, build) {
        const inner: OnnxNode[] = []
        const outputs = build(level(inner))
        const kept = neededOnnxNodes(inner, new Set(outputs.map(({ name }) => name)))
        return {
          name: fresh(`${label}/body`),
          nodes: kept,
          initializers: [],
          inputs,
          outputs,
        }
      },
      unique: (name) => fresh(`${label}/${name}`),
      label: (next) => {
        label = next
      },
    }
    return writer
  }

  const nodes: OnnxNode[] = []
  const root = level(nodes)
  const sizeOf = (dim: Dim): string => {
    if (typeof dim === 'number') return root.ints([dim])
    const terms = termsOf(dim).map(({ coefficient, symbols }) => {
      const factors = symbols.map((symbol) => options.symbol(symbol, root))
      if (coefficient !== 1 || factors.length === 0) factors.unshift(root.ints([coefficient]))
      return factors.reduce((a, b) => root.add('Mul', [a, b]))
    })
    return terms.reduce((a, b) => root.add('Add', [a, b]))
  }
  const sizesOf = (shape: Shape): string => {
    const known = shape.filter((dim) => typeof dim === 'number')
    if (known.length === shape.length) return root.ints(known)
    if (shape.length === 1) return sizeOf(shape[0] ?? 1)
    return root.add('Concat', shape.map(sizeOf), { axis: { int: 0 } })
  }

  return {
    ...root,
    weight(name, shape, data) {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      initializers.set(`weight:${name}`, { name, element: 'float32', shape, bytes })
    },
    finish(inputs, outputs) {
      const produced = new Set(nodes.flatMap((node) => node.outputs))
      const names = new Map<string, string>()
      for (const { name, from } of outputs) {
        if (produced.has(from) && !names.has(from)) names.set(from, name)
        else nodes.push(identity(from, name))
      }
      const kept = neededOnnxNodes(
        nodes,
        new Set(outputs.flatMap(({ name, from }) => [name, from])),
      )
      const read = readBy(kept)
      return {
        name: 'palaestra',
        nodes: renamed(kept, names),
        initializers: [...initializers.values()].filter(({ name }) => read.has(name)),
        inputs,
        outputs: outputs.map(({ from: _, ...value }) => value),
      }
    },
  }
}

const identity = (from: string, name: string): OnnxNode => ({
  ...{ op: 'Identity', domain: '', name: `${name}/Identity` },
  ...{ inputs: [from], outputs: [name], attributes: {} },
})
