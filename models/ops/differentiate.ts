import { ConfigError } from '../../core/index.ts'
import { addDims, type Dim } from './dims.ts'
import { neededNodes, type Value } from './graph.ts'
import { definitionOf } from './table.ts'
import type { Tracer } from './trace.ts'

/**
 * Reverse-mode differentiation: adds to the graph what computes the gradients of a scalar in each
 * of `of`, one vector-Jacobian product a node, last node first.
 */
export function differentiate(
  { graph, ops }: Tracer,
  loss: Value,
  of: readonly Value[],
): readonly Value[] {
  if (loss.shape.length > 0) {
    throw new ConfigError(
      `Cannot differentiate a tensor of shape [${loss.shape.join(', ')}]: a loss is one number (sum it)`,
    )
  }
  const forward = neededNodes(graph, [loss])
  const reaches = new Set(of.map(({ id }) => id))
  for (const { op, inputs, outputs } of forward) {
    const flows = op !== 'stopGradient' && inputs.some(({ id }) => reaches.has(id))
    if (flows) for (const { id } of outputs) reaches.add(id)
  }
  const flowing = new Map<number, Value[]>([[loss.id, [ops.constant(1)]]])
  const gradientOf = ({ id }: Value) => totalOf({ graph, ops }, flowing.get(id) ?? [])
  for (const node of forward.toReversed()) {
    const given = node.outputs.map(gradientOf)
    if (given.every((gradient) => gradient === undefined)) continue
    const wanted = node.inputs.map(({ id, dtype }) => dtype === 'float32' && reaches.has(id))
    const { vjp } = definitionOf(node.op)
    if (!vjp || node.op === 'stopGradient' || !wanted.includes(true)) continue
    const { inputs, outputs, attrs } = node
    const flows = vjp({ ops, inputs, outputs, gradients: given, attrs: attrs as never, wanted })
    for (const [index, { id }] of inputs.entries()) {
      const flow = flows[index]
      if (!flow || !wanted[index]) continue
      flowing.set(id, [...(flowing.get(id) ?? []), flow])
    }
  }
  return of.map((value) => gradientOf(value) ?? ops.broadcastTo(zeros(ops, value), value.shape))
}

/** The sum; where the values are what slices of a whole got, and together fill it, they are joined instead. */
function totalOf(
  { graph, ops }: Pick<Tracer, 'graph' | 'ops'>,
  flows: readonly Value[],
): Value | undefined {
  const [first, ...rest] = flows
  if (!first || rest.length === 0) return first
  const pads = flows.flatMap((flow) => {
    const made = graph.nodes.findLast(({ outputs }) => outputs[0]?.id === flow.id)
    const [part] = made?.inputs ?? []
    return made?.op === 'padZeros' && part ? [{ ...made.attrs, part }] : []
  })
  const { axis, length } = pads[0] ?? { axis: 0, length: 0 }
  const parts: Value[] = []
  let end: Dim = 0
  while (parts.length < flows.length) {
    const next = pads.find((pad) => pad.axis === axis && pad.start === end)
    if (!next || pads.length < flows.length) return rest.reduce(ops.add, first)
    parts.push(next.part)
    end = addDims(end, next.part.shape[axis] ?? 1)
  }
  return end === length ? ops.concat(parts, axis) : rest.reduce(ops.add, first)
}

/** What the loss does not depend on has a gradient of zeros. */
const zeros = (ops: Tracer['ops'], { shape }: Value): Value =>
  ops.reshape(
    ops.constant(0),
    shape.map(() => 1),
  )
