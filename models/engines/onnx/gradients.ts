import { ConfigError } from '../../../core/index.ts'
import { differentiate } from '../../ops/differentiate.ts'
import type { Graph } from '../../ops/graph.ts'
import { continueTrace, createTracer, firstFreeId } from '../../ops/trace.ts'
import type { TracedGraph, TracedProgram } from '../backend.ts'

/** How the accumulated gradient of a parameter is called among the inputs of a graph. */
export const gradientName = (parameter: string): string => `gradient of ${parameter}`
/** What it is called among the outputs. */
export const summedName = (parameter: string): string => `summed gradient of ${parameter}`

/** What the loss is called there: a metric may be called `loss`. */
export const LOSS = 'the loss'

/** The program with what adds its gradients to those before: each is an input and an output. */
export function withGradients(
  { graph, loss, outputs }: TracedProgram,
  trained: readonly string[],
): TracedGraph {
  const batch = new Map(graph.batch)
  let next = firstFreeId(graph)
  for (const name of trained) {
    const shape = graph.parameters.get(name)?.shape ?? []
    if (batch.has(gradientName(name))) {
      throw new ConfigError(
        `Cannot trace: the batch has a tensor called ${gradientName(name)} (give it another name)`,
      )
    }
    batch.set(gradientName(name), { id: next++, dtype: 'float32', shape })
  }
  const whole: Graph = { ...graph, batch }
  const tracer = continueTrace(whole)
  const gradients = differentiate(tracer, loss, trained.map(tracer.parameter))
  const sums = trained.flatMap((name, index) => {
    const gradient = gradients[index]
    if (!gradient) return []
    return [[summedName(name), tracer.ops.add(gradient, tracer.input(gradientName(name)))] as const]
  })
  return { graph: tracer.graph, outputs: { ...outputs, ...Object.fromEntries(sums), [LOSS]: loss } }
}

/** A tensor as it is: moves one between the memory of a device and of this program. */
export function copyGraph(rank: number): TracedGraph {
  const shape = Array.from({ length: rank }, (_, axis) => `D${axis}`)
  const tracer = createTracer({ parameters: {}, batch: { x: { dtype: 'float32', shape } } })
  return { graph: tracer.graph, outputs: { y: tracer.ops.stopGradient(tracer.input('x')) } }
}
