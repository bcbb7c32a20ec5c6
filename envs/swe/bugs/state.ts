import type { AnyNode } from 'acorn'
import { within } from './blocks.ts'
import { isFunction, type ParsedSource, type SourceNode, textOf } from './source.ts'

const mutators = [
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'set',
  'add',
  'delete',
  'clear',
  'sort',
  'reverse',
]

/** What a statement brings up to date: a variable, a field, or a collection that it changes. */
export interface Update {
  /** As it is written: `this.#size`, `seen`. */
  readonly state: string
  readonly changesInside: boolean
}

export function updateOf(source: ParsedSource, statement: AnyNode): Update | undefined {
  if (statement.type !== 'ExpressionStatement') return undefined
  const { expression } = statement
  if (expression.type === 'CallExpression') {
    const state = mutatedBy(source, expression)
    return state === undefined ? undefined : { state, changesInside: true }
  }
  const target =
    expression.type === 'AssignmentExpression'
      ? expression.left
      : expression.type === 'UpdateExpression'
        ? expression.argument
        : undefined
  if (target?.type === 'Identifier') return { state: target.name, changesInside: false }
  if (target?.type !== 'MemberExpression') return undefined
  return target.computed
    ? { state: textOf(source, target.object), changesInside: true }
    : { state: textOf(source, target), changesInside: false }
}

function mutatedBy(source: ParsedSource, call: AnyNode): string | undefined {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined
  const { object, property, computed } = call.callee
  if (computed || property.type !== 'Identifier' || !mutators.includes(property.name)) {
    return undefined
  }
  const isPlain = object.type === 'Identifier' || object.type === 'MemberExpression'
  return isPlain ? textOf(source, object) : undefined
}

/** Whether a statement reads the state, itself or through a function of the same module. */
export function readsState(source: ParsedSource, statement: AnyNode, state: string): boolean {
  const inside = within(source, statement)
  if (inside.some((entry) => isReadOf(source, entry, state))) return true
  return inside.some(({ node }) => {
    const called = calledName(node)
    return called !== undefined && bodiesOf(source, called).some((body) => mentions(body))
  })

  function mentions(body: AnyNode): boolean {
    return within(source, body).some((entry) => isReadOf(source, entry, state))
  }
}

/** An expression that gives the state's value, not one that only replaces or extends it. */
export function isReadOf(
  source: ParsedSource,
  { node, parents }: SourceNode,
  state: string,
): boolean {
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false
  if (textOf(source, node) !== state) return false
  const [parent, grandparent] = parents
  if (!parent) return false
  if (parent.type === 'AssignmentExpression' && parent.left === node) return false
  if (parent.type === 'UpdateExpression' || parent.type === 'VariableDeclarator') {
    return parent.type === 'VariableDeclarator' && parent.init === node
  }
  if (parent.type === 'Property') return parent.value === node
  if (parent.type !== 'MemberExpression') return !isFunction(parent) || parent.body === node
  if (parent.property === node && !parent.computed) return false
  return !(grandparent && mutatedBy(source, grandparent) === state)
}

function calledName(node: AnyNode): string | undefined {
  if (node.type !== 'CallExpression') return undefined
  const { callee } = node
  if (callee.type === 'Identifier') return callee.name
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'ThisExpression')
    return undefined
  const { property } = callee
  return property.type === 'Identifier' || property.type === 'PrivateIdentifier'
    ? property.name
    : undefined
}

function bodiesOf(source: ParsedSource, name: string): readonly AnyNode[] {
  return source.nodes.flatMap(({ node }): AnyNode[] => {
    if (node.type === 'FunctionDeclaration') return node.id?.name === name ? [node.body] : []
    if (node.type !== 'MethodDefinition') return []
    const { key, value } = node
    const isNamed = key.type === 'Identifier' || key.type === 'PrivateIdentifier'
    return isNamed && key.name === name ? [value.body] : []
  })
}
