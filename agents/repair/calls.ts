import { functionName, isFunction, type Source } from './source.ts'

/** How many calls a function is away from some code, by names alone; undefined where it is not reached. */
export type Distances = ReadonlyMap<string, number>

/** Follows the names that some code mentions through the functions that have them. */
export function distancesFrom(code: string, sources: readonly Source[]): Distances {
  const mentions = new Map<string, Set<string>>()
  for (const { nodes } of sources) {
    for (const { node, parents } of nodes) {
      if (node.type !== 'Identifier' && node.type !== 'PrivateIdentifier') continue
      for (const owner of ownersOf(parents)) {
        const known = mentions.get(owner) ?? new Set()
        mentions.set(owner, known.add(node.name))
      }
    }
  }
  const distances = new Map<string, number>()
  let names = new Set(code.match(/[A-Za-z_$][\w$]*/g) ?? [])
  for (let distance = 0; names.size > 0; distance++) {
    const next = new Set<string>()
    for (const name of names) {
      if (distances.has(name) || !mentions.has(name)) continue
      distances.set(name, distance)
      for (const mentioned of mentions.get(name) ?? []) next.add(mentioned)
    }
    names = next
  }
  return distances
}

/** Names of the functions and classes around a node, the nearest first. */
export function ownersOf(parents: Source['nodes'][number]['parents']): readonly string[] {
  return parents.flatMap((node, i) => {
    if (node.type === 'ClassDeclaration') return node.id?.name ?? []
    return isFunction(node) ? (functionName(node, parents[i + 1]) ?? []) : []
  })
}
