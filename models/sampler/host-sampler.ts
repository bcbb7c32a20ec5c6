import type { ParameterDeclarations } from '../engine.ts'
import type { BackendParameters } from '../engines/backend.ts'
import { traceDefinition } from '../engines/trace-definition.ts'
import type { SamplerLink } from './create-sampler.ts'
import type { SamplerOptions } from './sampler.ts'
import { SamplingLoop } from './sampling-loop.ts'

/** What is asked of the parameters of a policy where they are. */
type HostedParameters = Pick<BackendParameters, 'revision' | 'write' | 'compileInference'>

/**
 * A sampler where the parameters are, most often in a thread of its own. `schedule` runs work in its turn
 * with all else that is asked there.
 */
export function hostSampler(
  parameters: HostedParameters,
  declared: ParameterDeclarations,
  options: SamplerOptions,
  schedule: (work: () => Promise<void>) => void,
): SamplerLink {
  const cancels = new Map<number, () => void>()
  const loop = new SamplingLoop(
    {
      revision: () => parameters.revision(),
      compile: async (definition) => {
        const { tracer, result: outputs } = traceDefinition(declared, definition)
        return parameters.compileInference({ graph: tracer.graph, outputs }, { often: true })
      },
    },
    {
      ...options,
      schedule: (tick) =>
        schedule(async () => {
          // Requests that have come meanwhile are heard first.
          await new Promise(setImmediate)
          await tick()
        }),
    },
  )
  return {
    async sample(ticket, request) {
      const { sample, cancel } = loop.submit(request)
      cancels.set(ticket, cancel)
      try {
        return await sample
      } finally {
        cancels.delete(ticket)
      }
    },
    async cancel(ticket) {
      cancels.get(ticket)?.()
    },
    async swap(weights, version) {
      for (const [name, data] of Object.entries(weights)) await parameters.write(name, data)
      loop.replaced(version)
    },
    hold: async () => loop.hold(),
    resume: async () => loop.resume(),
    version: async () => loop.version(),
    statistics: async () => loop.statistics(),
    close: () => loop.close(),
  }
}
