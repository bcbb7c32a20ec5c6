import { ConfigError } from '../../../core/index.ts'
import { evaluateDim, type Symbols } from '../../ops/dims.ts'
import type { Graph, Node, Value } from '../../ops/graph.ts'
import { neededNodes } from '../../ops/graph.ts'
import type { Executor, Executors, Tensor } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

interface Planned {
  readonly graph: Graph
  readonly wanted: readonly Value[]
  /** What gradients are taken in. */
  readonly trained: readonly Value[]
}

interface Step {
  readonly node: Node
  readonly flows: readonly boolean[]
  /** Values that no later node reads, nor the caller. */
  readonly last: readonly number[]
}

/** Given tensors by value, runs what is wanted; intermediate tensors go as soon as nothing reads them. */
export type GraphRunner = (
  given: ReadonlyMap<number, Tensor>,
  symbols: Symbols,
) => ReadonlyMap<number, Tensor>

/** A graph in the order it runs, with what each op's gradients flow to and what dies after it. */
export function prepareGraph(tf: Tfjs, executors: Executors, planned: Planned): GraphRunner {
  const steps = plan(planned)
  return (given, symbols) => {
    const values = new Map(given)
    const size = (dim: number | string) => evaluateDim(dim, symbols)
    for (const { node, flows, last } of steps) {
      const run: Executor<never> = executors[node.op]
      const inputs = node.inputs.map((value) => known(values, value))
      const outputs = tf.tidy(() => [...run(inputs, { attrs: node.attrs as never, size, flows })])
      for (const [index, { id }] of node.outputs.entries()) {
        const output = outputs[index]
        if (output) values.set(id, output)
      }
      // What the gradients need of them, the tape has kept.
      for (const id of last) values.get(id)?.dispose()
    }
    return values
  }
}

export function known(values: ReadonlyMap<number, Tensor>, { id }: Value): Tensor {
  const value = values.get(id)
  if (!value) throw new ConfigError(`Cannot run: value ${id} is not known (give all inputs)`)
  return value
}

function plan({ graph, wanted, trained }: Planned): readonly Step[] {
  const nodes = neededNodes(graph, wanted)
  const reaches = new Set(trained.map(({ id }) => id))
  const flows = nodes.map(({ op, inputs, outputs }) => {
    const found = inputs.map(({ id, dtype }) => dtype === 'float32' && reaches.has(id))
    if (op !== 'stopGradient' && found.includes(true)) {
      for (const { id } of outputs) reaches.add(id)
    }
    return found
  })
  const kept = new Set(wanted.map(({ id }) => id))
  for (const values of [graph.parameters, graph.batch]) {
    for (const { id } of values.values()) kept.add(id)
  }
  const last: number[][] = []
  for (const { inputs, outputs } of nodes.toReversed()) {
    const dying = new Set([...inputs, ...outputs].map(({ id }) => id).filter((id) => !kept.has(id)))
    for (const id of dying) kept.add(id)
    last.unshift([...dying])
  }
  return nodes.map((node, i) => ({ node, flows: flows[i] ?? [], last: last[i] ?? [] }))
}
