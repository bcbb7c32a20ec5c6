import { ConfigError } from '../../core/index.ts'
import { addDims, type Dim, evaluateDim, type Symbols } from '../ops/dims.ts'
import type { Graph, Node, Value } from '../ops/graph.ts'
import type { Tensors } from './backend.ts'

type Check = (batch: Tensors, symbols: Symbols) => void

/**
 * Refuses batches that shapes alone do not refuse: ids of no row, and cuts beyond an axis. Libraries
 * differ in what they make of them, from a wrong number (a negative id counts from the end) to memory
 * that is not theirs.
 */
export function limitsOf(graph: Graph): Check {
  const checks = new Map<string, Check>()
  const sources = new Map<number, readonly string[]>()
  for (const [name, { id }] of graph.batch) sources.set(id, [name])
  for (const node of graph.nodes) {
    if (keepsAll.has(node.op)) {
      const names = node.inputs.flatMap(({ id }) => sources.get(id) ?? [])
      for (const { id } of node.outputs) sources.set(id, names)
    }
    const looked = idsOf(node)
    for (const name of (looked && sources.get(looked.ids.id)) ?? []) {
      const { rows } = looked ?? { rows: 0 }
      checks.set(`${name} < ${rows}`, (batch, symbols) => {
        checkIds(name, batch[name]?.data ?? [], evaluateDim(rows, symbols))
      })
    }
    const cut = cutOf(node)
    if (!cut) continue
    checks.set(`${cut.from} ${cut.to} ${cut.length}`, (_, symbols) => {
      const [from, to, length] = [cut.from, cut.to, cut.length].map((dim) =>
        evaluateDim(dim, symbols),
      ) as [number, number, number]
      if (from >= 0 && from <= to && to <= length) return
      throw new ConfigError(
        `Cannot take this batch: ${from} to ${to} of an axis of ${length} is used (check its sizes)`,
      )
    })
  }
  const all = [...checks.values()]
  return (batch, symbols) => {
    for (const check of all) check(batch, symbols)
  }
}

/** Ops whose results hold every number of their inputs. */
const keepsAll: ReadonlySet<Node['op']> = new Set(['concat', 'reshape', 'transpose'])

/** The ids that a node reads, and how many rows there are. */
function idsOf({
  op,
  inputs,
  attrs,
}: Node): { readonly ids: Value; readonly rows: Dim } | undefined {
  const [first, second, third] = inputs
  const given = (ids: Value | undefined, rows: Dim | undefined) =>
    ids && rows !== undefined ? { ids, rows } : undefined
  if (op === 'gather') return given(second, first?.shape[0])
  if (op === 'takeLast') return given(second, first?.shape.at(-1))
  if (op === 'logSoftmaxGather') return given(third, second?.shape[0])
  if (op === 'scatterLast') return given(second, attrs.size)
  if (op === 'scatterAddRows') return given(first, attrs.rows)
  return undefined
}

/** Where a node cuts, or puts, along an axis. */
function cutOf({ op, inputs, attrs }: Node) {
  const dim = (op === 'slice' || op === 'padZeros') && inputs[0]?.shape[attrs.axis]
  if (dim === false || dim === undefined) return undefined
  return op === 'slice'
    ? { from: attrs.start, to: attrs.end, length: dim }
    : { from: attrs.start, to: addDims(attrs.start, dim), length: attrs.length }
}

function checkIds(name: string, ids: ArrayLike<number>, rows: number): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? 0
    if (id >= 0 && id < rows) continue
    throw new ConfigError(
      `Cannot take ${name}: number ${i} of it is ${id}, and there are ${rows} rows (give ids from 0 to ${rows - 1})`,
    )
  }
}
