import type { DType } from '../tensor.ts'
import type { Shape } from './dims.ts'
import type { AttrsOf, OpName } from './table.ts'

export interface TensorType {
  readonly dtype: DType
  readonly shape: Shape
}

/** A tensor of a graph: what it will hold is known when the graph runs. */
export interface Value extends TensorType {
  readonly id: number
}

/** One op applied: in order, so that every node stands behind what it reads. */
export type Node = { [K in OpName]: NodeOf<K> }[OpName]

export interface NodeOf<K extends OpName> {
  readonly op: K
  readonly inputs: readonly Value[]
  readonly attrs: AttrsOf<K>
  readonly outputs: readonly Value[]
}

/** A computation as data: differentiated, checked and run by whatever engine. */
export interface Graph {
  readonly parameters: ReadonlyMap<string, Value>
  readonly batch: ReadonlyMap<string, Value>
  readonly nodes: readonly Node[]
}

/** Nodes in `graph` that `wanted` depends on, in order. */
export function neededNodes(graph: Graph, wanted: readonly Value[]): readonly Node[] {
  const needed = new Set(wanted.map(({ id }) => id))
  const kept: Node[] = []
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some(({ id }) => needed.has(id))) continue
    for (const { id } of node.inputs) needed.add(id)
    kept.push(node)
  }
  return kept.reverse()
}
