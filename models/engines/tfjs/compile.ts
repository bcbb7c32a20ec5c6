import { ConfigError } from '../../../core/index.ts'
import { symbolsOfFeeds } from '../../ops/evaluate.ts'
import type { Graph } from '../../ops/graph.ts'
import type {
  BackendInference,
  BackendProgram,
  Tensors,
  TracedGraph,
  TracedProgram,
} from '../backend.ts'
import type { Trained } from './adamw.ts'
import type { Executors, Tensor } from './executor.ts'
import { fromHost, toHost, toHosts } from './host.ts'
import type { Tfjs } from './load-tensorflow.ts'
import { known, prepareGraph } from './run-graph.ts'

type WeightOf = (name: string) => Tensor

/** Everything a graph reads, by the ids of its values. */
function feed(
  tf: Tfjs,
  { parameters, batch: declared }: Graph,
  weightOf: WeightOf,
  batch: Tensors,
): ReadonlyMap<number, Tensor> {
  return new Map([
    ...[...parameters].map(([name, { id }]) => [id, weightOf(name)] as const),
    ...fromHost(tf, declared, batch),
  ])
}

export function compileInference(
  tf: Tfjs,
  executors: Executors,
  { graph, outputs }: TracedGraph,
  weightOf: WeightOf,
): BackendInference {
  const run = prepareGraph(tf, executors, { graph, wanted: Object.values(outputs), trained: [] })
  return {
    async run(batch, asked = Object.keys(outputs)) {
      const symbols = symbolsOfFeeds(graph, batch)
      const results = tf.tidy(() => {
        const values = run(feed(tf, graph, weightOf, batch), symbols)
        return asked.flatMap((name) => {
          const value = outputs[name]
          // Of its own, since two names may stand for one value, or for a parameter.
          return value ? [{ name, tensor: known(values, value).clone() }] : []
        })
      })
      return toHosts(new Map(results.map(({ name, tensor }) => [name, tensor])))
    },
    async close() {},
  }
}

/** Gradients by TensorFlow.js' own autodiff: an independent check of ours. */
export function compileProgram(
  tf: Tfjs,
  executors: Executors,
  { graph, outputs, loss }: TracedProgram,
  { weightOf, trained }: { weightOf: WeightOf; trained: ReadonlyMap<string, Trained> },
): BackendProgram {
  if (loss.shape.length > 0) {
    throw new ConfigError(
      `Cannot differentiate a tensor of shape [${loss.shape.join(', ')}]: a loss is one number (sum it)`,
    )
  }
  const targets = [...graph.parameters].filter(([name]) => trained.has(name))
  const run = prepareGraph(tf, executors, {
    graph,
    wanted: [loss, ...Object.values(outputs)],
    trained: targets.map(([, value]) => value),
  })
  return {
    async accumulate(batch) {
      const symbols = symbolsOfFeeds(graph, batch)
      const metrics = new Map<string, Tensor>()
      const forward = (given: ReadonlyMap<number, Tensor>) => {
        const values = run(given, symbols)
        for (const [name, value] of Object.entries(outputs)) {
          metrics.set(name, tf.keep(known(values, value).clone()))
        }
        return known(values, loss).clone()
      }
      let value: Tensor
      try {
        value = tf.tidy(() => {
          const given = feed(tf, graph, weightOf, batch)
          const parameters = targets.map(([, target]) => known(given, target))
          if (parameters.length === 0) return forward(given)
          const found = tf.engine().gradients(() => forward(given), parameters, undefined, true)
          const sums = targets.map(([name], i) => {
            const before = trained.get(name)?.gradient
            const gradient: Tensor | undefined = found.grads[i]
            if (!gradient) return null
            return before ? tf.add(before, gradient) : gradient.clone()
          })
          // All at once, so that a failure leaves what was accumulated before.
          for (const [i, [name]] of targets.entries()) {
            const parameter = trained.get(name)
            const sum = sums[i]
            if (!parameter || !sum) continue
            parameter.gradient?.dispose()
            parameter.gradient = tf.keep(sum)
          }
          return found.value
        })
      } catch (error) {
        for (const tensor of metrics.values()) tensor.dispose()
        throw error
      }
      const read = await toHosts(metrics)
      const { data } = await toHost(value)
      value.dispose()
      return { loss: data[0] ?? Number.NaN, metrics: read }
    },
    async close() {},
  }
}
