import { ConfigError } from '../../core/index.ts'
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
  const gradients = new Map<number, Value>([[loss.id, ops.constant(1)]])
  for (const node of forward.toReversed()) {
    const given = node.outputs.map(({ id }) => gradients.get(id))
    if (given.every((gradient) => gradient === undefined)) continue
    const wanted = node.inputs.map(({ id, dtype }) => dtype === 'float32' && reaches.has(id))
    const { vjp } = definitionOf(node.op)
    if (!vjp || node.op === 'stopGradient' || !wanted.includes(true)) continue
    const { inputs, outputs, attrs } = node
    const flows = vjp({ ops, inputs, outputs, gradients: given, attrs: attrs as never, wanted })
    for (const [index, { id }] of inputs.entries()) {
      const flow = flows[index]
      if (!flow || !wanted[index]) continue
      const before = gradients.get(id)
      gradients.set(id, before ? ops.add(before, flow) : flow)
    }
  }
  return of.map(
    (value) => gradients.get(value.id) ?? ops.broadcastTo(zeros(ops, value), value.shape),
  )
}

/** What the loss does not depend on has a gradient of zeros. */
const zeros = (ops: Tracer['ops'], { shape }: Value): Value =>
  ops.reshape(
    ops.constant(0),
    shape.map(() => 1),
  )
