import type { BatchDeclarations, BuildContext, ParameterDeclarations } from '../engine.ts'
import { createTracer, type Tracer } from '../ops/trace.ts'

/** What a definition builds, in a graph of its own. */
export function traceDefinition<T>(
  declared: ParameterDeclarations,
  { batch, build }: { batch: BatchDeclarations; build: (context: BuildContext) => T },
): { readonly tracer: Tracer; readonly result: T } {
  const shapes = Object.entries(declared).map(([name, { shape }]) => [name, shape] as const)
  const tracer = createTracer({ parameters: Object.fromEntries(shapes), batch })
  return { tracer, result: build(tracer) }
}
