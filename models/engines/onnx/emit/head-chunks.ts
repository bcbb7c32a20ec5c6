import type { Dim, Shape } from '../../../ops/dims.ts'
import type { HeadGradAttrs } from '../../../ops/log-softmax-gather.ts'
import { int, zerosOf } from './emit-op.ts'
import {
  type HeadGradients,
  headGradientsOf,
  headOf,
  type RowGradients,
  type Rows,
} from './head-rows.ts'
import type { Element, OnnxValue } from './model.ts'
import type { Writer } from './writer.ts'

/**
 * The head chunk after chunk of rows, in a Loop: vocabulary-sized logits of one chunk exist at a
 * time. Chunks are of one size, as what a Loop stacks must be: rows of zeros are added behind and
 * cut off again.
 */
interface Chunks {
  /** How many chunks, int64 `[1]`. */
  readonly trips: string
  /** Rows of a chunk, int64 `[1]`. */
  readonly rows: string
  readonly padded: (name: string, rank: 1 | 2) => string
  /** What a Loop stacked `[trips, rows, ...]`, as `[count, ...]`. */
  readonly unpadded: (name: string, rank: 1 | 2) => string
}

function chunksOf(to: Writer, count: Dim, chunkRows: number): Chunks {
  const n = to.size(count)
  const [one, none] = [to.ints([1]), to.ints([0])]
  const roundedUp = (a: string, b: string) =>
    to.add('Div', [to.add('Sub', [to.add('Add', [a, b]), one]), b])
  const trips = to.add('Max', [roundedUp(n, to.ints([chunkRows])), one])
  // As even as can be: 2049 rows by 1024 are three chunks of 683.
  const rows = roundedUp(n, trips)
  const missing = to.add('Sub', [to.add('Mul', [trips, rows]), n])
  return {
    trips,
    rows,
    padded(name, rank) {
      const before = to.ints(new Array<number>(rank).fill(0))
      const behind = rank === 1 ? [missing] : [missing, none]
      return to.add('Pad', [name, to.add('Concat', [before, ...behind], { axis: int(0) })])
    },
    unpadded(name, rank) {
      const flat =
        rank === 1
          ? to.ints([-1])
          : to.add('Concat', [to.ints([-1]), lastSize(to, name)], { axis: int(0) })
      return to.add('Slice', [to.add('Reshape', [name, flat]), none, n, none])
    },
  }
}

const lastSize = (to: Writer, name: string) =>
  to.add('Slice', [to.add('Shape', [name]), to.ints([-1]), to.ints([3]), to.ints([0])])

const scalar = (name: string, element: Element): OnnxValue => ({ name, element, shape: [] })

/** `step` writes one chunk: gives the next state and what is stacked. */
function loop(
  to: Writer,
  { trips, rows }: Chunks,
  state: readonly string[],
  step: (
    body: Writer,
    cut: (name: string) => string,
    state: readonly string[],
  ) => { readonly next: readonly string[]; readonly stacked: readonly string[] },
): readonly string[] {
  const [turn, going] = [to.unique('turn'), to.unique('going')]
  const carried = state.map((_, index) => to.unique(`state${index}`))
  let count = 0
  const graph = to.body(
    [
      scalar(turn, 'int64'),
      scalar(going, 'bool'),
      ...carried.map((name) => ({ name, element: 'float32' as const })),
    ],
    (body) => {
      const start = body.add('Mul', [turn, rows])
      const end = body.add('Add', [start, rows])
      const cut = (name: string) => body.add('Slice', [name, start, end, body.ints([0])])
      const { next, stacked } = step(body, cut, carried)
      count = next.length + stacked.length
      return [
        scalar(body.add('Identity', [going]), 'bool'),
        ...[...next, ...stacked].map((name) => ({ name, element: 'float32' as const })),
      ]
    },
  )
  const trip = to.add('Squeeze', [trips])
  return to.addAll('Loop', [trip, to.bool(true), ...state], { body: { graph } }, count)
}

export function chunkedHead(
  to: Writer,
  { hidden, weight, ids }: Rows,
  { count, chunkRows, read }: { count: Dim; chunkRows: number; read: readonly boolean[] },
): readonly (string | undefined)[] {
  const chunks = chunksOf(to, count, chunkRows)
  const [allHidden, allIds] = [chunks.padded(hidden, 2), chunks.padded(ids, 1)]
  const results = loop(to, chunks, [], (body, cut) => {
    const outputs = headOf(body, { hidden: cut(allHidden), weight, ids: cut(allIds) })
    return { next: [], stacked: outputs.filter((_, index) => read[index]) }
  })
  const unpadded = results.map((name) => chunks.unpadded(name, 1))
  return [0, 1, 2].map((index) =>
    read[index] ? unpadded[read.slice(0, index).filter(Boolean).length] : undefined,
  )
}

export function chunkedHeadGradients(
  to: Writer,
  { hidden, weight, ids }: Rows,
  gradients: RowGradients,
  options: { count: Dim; chunkRows: number; weightShape: Shape; wanted: HeadGradAttrs },
): HeadGradients {
  const { wanted } = options
  const chunks = chunksOf(to, options.count, options.chunkRows)
  const all = (name: string) => chunks.padded(name, 1)
  const [allHidden, allIds] = [chunks.padded(hidden, 2), all(ids)]
  const { entropy } = gradients
  const given = [gradients.logProbs, ...(entropy ? [entropy.gradient, entropy.value] : [])].map(all)
  const state = wanted.weight ? [zerosOf(to, options.weightShape)] : []
  const results = loop(to, chunks, state, (body, cut, [sum]) => {
    const rows = { hidden: cut(allHidden), weight, ids: cut(allIds) }
    const [logProbs = '', gradient, value] = given.map(cut)
    const flowing = { logProbs, ...(gradient && value && { entropy: { gradient, value } }) }
    const flows = headGradientsOf(body, rows, flowing, wanted, sum)
    return {
      next: flows.weight ? [flows.weight] : [],
      stacked: flows.hidden ? [flows.hidden] : [],
    }
  })
  const [first = '', last = first] = results
  return {
    ...(wanted.hidden && { hidden: chunks.unpadded(last, 2) }),
    ...(wanted.weight && { weight: first }),
  }
}
