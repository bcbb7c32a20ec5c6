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
  const both = Object.keys(inputs.batch).find((name) => Object.hasOwn(inputs.parameters, name))
  if (both !== undefined) {
    throw new ConfigError(
      `Cannot trace: ${both} is a parameter and a tensor of the batch (give one another name)`,
    )
  }
  let count = 0
  const declare = ({ dtype, shape }: TensorType): Value => ({
    id: count++,
    dtype,
    shape: shape.map(canonicalDim),
  })
  const declared = (types: Readonly<Record<string, TensorType>>) =>
    new Map(Object.entries(types).map(([name, type]) => [name, declare(type)] as const))
  const parameters = Object.entries(inputs.parameters).map(
    ([name, shape]) => [name, { dtype: 'float32', shape }] as const,
  )
  return continueTrace({
    parameters: declared(Object.fromEntries(parameters)),
    batch: declared(inputs.batch),
    nodes: [],
  })
}

/** Writes on at a copy of a graph: its gradients, say. */
export function continueTrace({ parameters, batch, nodes: before }: Graph): Tracer {
  const nodes = [...before]
  let count = firstFreeId({ parameters, batch, nodes })
  const trace: Trace = (op, given, attrs) => {
    const outputs = definitionOf(op)
      .infer(given, attrs as never)
      .map(({ dtype, shape }) => ({ id: count++, dtype, shape: shape.map(canonicalDim) }))
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

/** The number of the next value that is added to a graph. */
export function firstFreeId({ parameters, batch, nodes }: Graph): number {
  const values = [...parameters.values(), ...batch.values()]
  const outputs = nodes.flatMap((node): readonly Value[] => node.outputs)
  return [...values, ...outputs].reduce((top, { id }) => Math.max(top, id + 1), 0)
}
