import type { AnyNode, Pattern } from 'acorn'
import { isFunction, type Located, type Source } from './source.ts'

/** A name that a function declares: a parameter or a variable. */
export interface Binding {
  readonly name: string
  readonly declaredAt: number
  /** The node within which the name stands for this. */
  readonly scope: AnyNode
  /** Nothing reads it: somebody may have forgotten to. */
  readonly unused: boolean
}

/** Everything functions of the file declare; what the module itself declares is left out. */
export function bindingsOf(source: Source): readonly Binding[] {
  const reads = source.nodes.filter(isRead)
  return source.nodes.flatMap(declarations).map((binding) => {
    const { name, scope, declaredAt } = binding
    const isUsed = reads.some(({ node }) => {
      const isInside = scope.start <= node.start && node.end <= scope.end
      return (
        isInside && node.type === 'Identifier' && node.name === name && node.start !== declaredAt
      )
    })
    return { ...binding, unused: !isUsed }
  })
}

type Declaration = Omit<Binding, 'unused'>

function declarations({ node, parents }: Located): Declaration[] {
  if (isFunction(node))
    return node.params.flatMap(namesIn).map((name) => ({ ...name, scope: node }))
  if (node.type === 'CatchClause') {
    return node.param ? namesIn(node.param).map((name) => ({ ...name, scope: node })) : []
  }
  const [scope] = parents
  if (node.type !== 'VariableDeclaration' || !scope || !parents.some(isFunction)) return []
  return node.declarations.flatMap(({ id }) => namesIn(id)).map((name) => ({ ...name, scope }))
}

function namesIn(pattern: Pattern): { name: string; declaredAt: number }[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name, declaredAt: pattern.start }]
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []))
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property.argument : property.value),
      )
    default:
      return []
  }
}

/** An identifier whose value is read: no declaration, no key, no target of an assignment. */
export function isRead({ node, parents }: Located): boolean {
  const [parent, grandparent] = parents
  if (node.type !== 'Identifier' || !parent) return false
  if (isFunction(parent)) return parent.body === node
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.init === node
    case 'MemberExpression':
      return parent.object === node || parent.computed
    case 'AssignmentExpression':
      return parent.right === node || parent.operator !== '='
    case 'AssignmentPattern':
      return parent.right === node
    case 'Property':
      if (grandparent?.type !== 'ObjectExpression') return false
      return parent.value === node || parent.shorthand
    case 'PropertyDefinition':
      return parent.value === node
    case 'ArrayPattern':
    case 'RestElement':
    case 'MethodDefinition':
    case 'CatchClause':
    case 'ClassDeclaration':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return false
    default:
      return !parent.type.startsWith('Import') && !parent.type.startsWith('Export')
  }
}

/** Bindings that can be named at a place. */
export function visibleAt(
  bindings: readonly Binding[],
  { node, parents }: Located,
): readonly Binding[] {
  return bindings.filter(
    ({ scope, declaredAt }) => declaredAt < node.start && parents.includes(scope),
  )
}
