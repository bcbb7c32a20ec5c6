import type { AnyNode } from 'acorn'
import { isFunction, type ParsedSource, type Site } from '../bugs/index.ts'

interface NamedFunction {
  readonly name: string
  readonly node: AnyNode
  readonly mentions: readonly string[]
}

/** What makes a task easy or hard, as measured. */
export interface Features {
  /** Failing tests the agent can see. */
  readonly visibleFailing: number
  /** Calls between what the failing tests call and the function with the bug; 0: called directly. */
  readonly depth: number
  /** The bug is something that is missing, with no wrong text to look at. */
  readonly omission: boolean
}

const omissions = [
  'missing-await',
  'dropped-branch',
  'removed-call',
  'removed-assignment',
  'lost-copy',
]

export function isOmission(operator: string): boolean {
  return omissions.includes(operator)
}

/**
 * The level of a bug of one place: 1 and 2 have a failing test to look at, 3 only a report; in 2 the
 * cause lies further from where it shows, counting something left out as one call more.
 */
export function difficultyOf({ visibleFailing, depth, omission }: Features): 1 | 2 | 3 {
  if (visibleFailing === 0) return 3
  return depth + (omission ? 1 : 0) >= 2 ? 2 : 1
}

const UNREACHED = 4

/** Calls on the shortest way from the names a test mentions to the function around a site. */
export function callDepth(
  sources: readonly ParsedSource[],
  mentions: readonly string[],
  file: string,
  site: Site,
): number {
  const functions = sources.map((source) => ({ file: source.file, list: namedFunctions(source) }))
  const own = functions.find((entry) => entry.file === file)?.list ?? []
  const around = own.filter(({ node }) => node.start <= site.start && site.end <= node.end)
  const target = around.at(-1)?.name
  if (target === undefined) return UNREACHED

  let reached = new Set(mentions)
  for (let depth = 0; depth < UNREACHED; depth++) {
    if (reached.has(target)) return depth
    const next = new Set(reached)
    for (const { list } of functions) {
      for (const { name, mentions: inside } of list) {
        if (reached.has(name)) for (const mention of inside) next.add(mention)
      }
    }
    reached = next
  }
  return UNREACHED
}

/** Functions and methods by name, outer ones first, without what their inner functions mention. */
function namedFunctions(source: ParsedSource): NamedFunction[] {
  const named = source.nodes.flatMap(({ node, parents }) => {
    const name = isFunction(node) ? nameOf(node, parents[0]) : undefined
    return name === undefined ? [] : [{ name, node }]
  })
  const mentions = new Map<AnyNode, string[]>(named.map(({ node }) => [node, []]))
  for (const { node, parents } of source.nodes) {
    if (node.type !== 'Identifier' && node.type !== 'PrivateIdentifier') continue
    const owner = parents.find((parent) => mentions.has(parent))
    if (owner) mentions.get(owner)?.push(node.name)
  }
  return named.map(({ name, node }) => ({ name, node, mentions: mentions.get(node) ?? [] }))
}

function nameOf(node: AnyNode, parent: AnyNode | undefined): string | undefined {
  if (node.type === 'FunctionDeclaration') return node.id?.name
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier')
    return parent.id.name
  if (parent?.type === 'MethodDefinition' || parent?.type === 'Property') {
    const { key } = parent
    if (key.type !== 'Identifier' && key.type !== 'PrivateIdentifier') return undefined
    return key.name
  }
  return undefined
}
