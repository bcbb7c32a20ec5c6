import { applyCandidate, type Candidate } from '../candidate.ts'
import { functionName, isFunction, readSource, type Source, textOf } from '../source.ts'
import { argumentOrder, methods, waiting } from './calls.ts'
import { conditions } from './conditions.ts'
import type { Repository } from './edit.ts'
import { insertions } from './insertions.ts'
import { booleans, numbers, saidDefaults, texts } from './literals.ts'
import { names } from './names.ts'
import { operators } from './operators.ts'
import { order } from './order.ts'
import { unused } from './unused.ts'

const makers = [
  operators,
  conditions,
  booleans,
  numbers,
  texts,
  saidDefaults,
  methods,
  argumentOrder,
  waiting,
  names,
  order,
  unused,
  insertions,
]

/** Every small edit this agent knows, each giving another text. */
export function candidatesFor(
  sources: readonly Source[],
  documents: readonly string[] = [],
): readonly Candidate[] {
  const repository = describeRepository(sources, documents)
  return sources.flatMap((source) => {
    const seen = new Set([source.text])
    return makers
      .flatMap((make) => make(source, repository))
      .filter((candidate) => {
        const text = applyCandidate(candidate)
        const isNew = !seen.has(text)
        seen.add(text)
        return isNew
      })
  })
}

/** Whether the edited file is still JavaScript. */
export function isReadable(candidate: Candidate): boolean {
  return readSource(candidate.source.file, applyCandidate(candidate)) !== undefined
}

function describeRepository(sources: readonly Source[], documents: readonly string[]): Repository {
  const parameters = new Map<string, readonly string[]>()
  const asyncNames = new Set<string>()
  for (const source of sources) {
    for (const { node, parents } of source.nodes) {
      if (!isFunction(node)) continue
      const name = functionName(node, parents[0])
      if (name === undefined) continue
      const names = node.params.map((param) => textOf(source, param).replace(/\s*=.*/s, ''))
      parameters.set(name, names)
      if (node.async) asyncNames.add(name)
    }
  }
  return { sources, parameters, asyncNames, documents }
}
