import { ConfigError } from '../../core/index.ts'
import type { Dense } from './definition.ts'
import { evaluateDim, type Symbols, solveSymbols } from './dims.ts'
import { type Graph, neededNodes, type Value } from './graph.ts'
import { definitionOf } from './table.ts'

/** What a graph is run on, by names of its inputs. */
export interface Feeds<T> {
  readonly parameters: Readonly<Record<string, T>>
  readonly batch: Readonly<Record<string, T>>
}

/** The sizes that symbols of a graph stand for, given the tensors it is run on. */
export function symbolsOfFeeds(
  graph: Pick<Graph, 'batch'>,
  batch: Readonly<Record<string, { readonly shape: readonly number[] }>>,
): Symbols {
  return solveSymbols(
    [...graph.batch].map(([name, { shape: declared }]) => {
      const tensor = batch[name]
      if (!tensor) throw new ConfigError(`Cannot run: ${name} is missing (give it in the batch)`)
      return { name, declared, actual: tensor.shape }
    }),
  )
}

/** The reference evaluator: every op in float64, by plain loops. For tests and tiny shapes. */
export function evaluate(
  graph: Graph,
  feeds: Feeds<Dense>,
  wanted: readonly Value[],
): readonly Dense[] {
  const symbols = symbolsOfFeeds(graph, feeds.batch)
  const values = new Map<number, Dense>()
  for (const [given, tensors] of [
    [graph.parameters, feeds.parameters],
    [graph.batch, feeds.batch],
  ] as const) {
    for (const [name, { id }] of given) {
      const tensor = tensors[name]
      if (tensor) values.set(id, tensor)
    }
  }
  const known = ({ id }: Value): Dense => {
    const value = values.get(id)
    if (!value) throw new ConfigError(`Cannot run: value ${id} is not known (give all inputs)`)
    return value
  }
  for (const { op, inputs, attrs, outputs } of neededNodes(graph, wanted)) {
    const results = definitionOf(op).evaluate(inputs.map(known), attrs as never, (dim) =>
      evaluateDim(dim, symbols),
    )
    for (const [index, { id }] of outputs.entries()) {
      const result = results[index]
      if (result) values.set(id, result)
    }
  }
  return wanted.map(known)
}
