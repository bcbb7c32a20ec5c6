import type { AnyNode } from 'acorn'
import {
  type BugOperator,
  isFunction,
  namesIn,
  type Site,
  type SourceNode,
  siteAt,
} from './source.ts'

interface Binding {
  readonly name: string
  readonly from: number
  readonly scope: AnyNode
}

/** A variable read where another one of the same function was meant. */
export const wrongVariable: BugOperator = {
  name: 'wrong-variable',
  sites: (source) => {
    const bindings = source.nodes.flatMap(bindingsOf)
    return source.nodes.flatMap(({ node, parents }): Site[] => {
      if (node.type !== 'Identifier' || !isRead(node, parents)) return []
      const owner = parents.findIndex(isFunction)
      const scopes = parents.slice(0, owner + 1)
      if (!bindings.some((b) => b.name === node.name && scopes.includes(b.scope))) return []
      const others = bindings
        .filter((b) => scopes.includes(b.scope) && b.from < node.start && b.name !== node.name)
        .map((b) => b.name)
      return [...new Set(others.slice(-2))].map((name) =>
        siteAt(source, node, name, `${node.name} became ${name}`),
      )
    })
  },
}

function bindingsOf({ node, parents }: SourceNode): Binding[] {
  if (isFunction(node)) {
    return node.params.flatMap(namesIn).map((name) => ({ name, from: node.start, scope: node }))
  }
  if (node.type !== 'VariableDeclaration') return []
  const scope = parents[0]
  if (!scope) return []
  return node.declarations
    .flatMap(({ id }) => namesIn(id))
    .map((name) => ({ name, from: node.end, scope }))
}

/** Declarations, keys and targets of assignments are not read. */
function isRead(node: AnyNode, parents: readonly AnyNode[]): boolean {
  const [parent, grandparent] = parents
  if (!parent) return false
  if (isFunction(parent)) return parent.body === node
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.init === node
    case 'MemberExpression':
      return parent.object === node || parent.computed
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return parent.right === node
    case 'Property':
      return parent.value === node && !parent.shorthand && grandparent?.type === 'ObjectExpression'
    case 'ArrayPattern':
    case 'RestElement':
    case 'UpdateExpression':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'CatchClause':
    case 'ClassDeclaration':
      return false
    default:
      return !parent.type.startsWith('Import') && !parent.type.startsWith('Export')
  }
}
