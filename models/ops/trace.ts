import { ConfigError } from '../../core/index.ts'
import type { DType } from '../tensor.ts'
import { canonicalDim, type Shape } from './dims.ts'
import type { Graph, Node, TensorType, Value } from './graph.ts'
import { createOps, type Ops, type Trace } from './ops.ts'
import { definitionOf } from './table.ts'

/** What a graph reads: parameters (float32) and the tensors of a batch. */
export interface GraphInputs {
  readonly parameters: Readonly<Record<string, Shape>>
  readonly batch: Readonly<Record<string, { readonly dtype: DType; readonly shape: Shape }>>
}

/** A graph that is being written. */
export interface Tracer {
  readonly graph: Graph
  readonly ops: Ops
  /** A parameter by name; an unknown one is an error. */
  readonly parameter: (name: string) => Value
  readonly input: (name: string) => Value
}

export function createTracer(inputs: GraphInputs): Tracer {
  let count = 0
  const nodes: Node[] = []
  const declare = ({ dtype, shape }: TensorType): Value => ({
    id: count++,
    dtype,
    shape: shape.map(canonicalDim),
  })
  const parameters = new Map(
    Object.entries(inputs.parameters).map(([name, shape]) => [
      name,
      declare({ dtype: 'float32', shape }),
    ]),
  )
  const batch = new Map(
    Object.entries(inputs.batch).map(([name, type]) => [name, declare(type)] as const),
  )
  const trace: Trace = (op, given, attrs) => {
    const outputs = definitionOf(op)
      .infer(given, attrs as never)
      .map(declare)
    nodes.push({ op, inputs: given, attrs, outputs } as Node)
    return outputs
  }
  const named = (what: string, values: ReadonlyMap<string, Value>) => (name: string) => {
    const value = values.get(name)
    if (value) return value
    throw new ConfigError(
      `Cannot trace: there is no ${what} ${name} (there are ${[...values.keys()].slice(0, 8).join(', ')})`,
    )
  }
  return {
    graph: { parameters, batch, nodes },
    ops: createOps(trace),
    parameter: named('parameter', parameters),
    input: named('input', batch),
  }
}
