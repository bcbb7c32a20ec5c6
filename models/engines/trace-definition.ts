import { ConfigError } from '../../core/index.ts'
import type { BatchDeclarations, BuildContext, ParameterDeclarations } from '../engine.ts'
import { createTracer, type Tracer } from '../ops/trace.ts'

/** What a definition builds, in a graph of its own. */
export function traceDefinition<T>(
  declared: ParameterDeclarations,
  { batch, build }: { batch: BatchDeclarations; build: (context: BuildContext) => T },
): { readonly tracer: Tracer; readonly result: T } {
  const shapes = Object.entries(declared).map(([name, { shape }]) => [name, shape] as const)
  const tracer = createTracer({ parameters: Object.fromEntries(shapes), batch })
  const result = build(tracer)
  checkOrigin(tracer, result)
  return { tracer, result }
}

/** Values are told apart by number: one of another definition would pass for one of this. */
function checkOrigin({ graph: { parameters, batch, nodes } }: Tracer, result: unknown): void {
  const own = new Set<unknown>([
    ...parameters.values(),
    ...batch.values(),
    ...nodes.flatMap(({ outputs }): readonly unknown[] => outputs),
  ])
  const visit = (part: unknown, name: string): void => {
    if (typeof part !== 'object' || part === null || own.has(part)) return
    if ('id' in part && 'shape' in part) {
      throw new ConfigError(
        `Cannot compute ${name}: it was made in another definition (use the ops and inputs that build is given)`,
      )
    }
    for (const [key, inner] of Object.entries(part)) visit(inner, key)
  }
  visit(result, 'a result')
}
