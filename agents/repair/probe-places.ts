import type { AnyNode } from 'acorn'
import { isFunction, type Located } from './source.ts'

/** Statements a call can be put in front of. */
export function isStatementPlace({ node, parents: [parent] }: Located): boolean {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return false
  if (/^(?:Import|Export)/.test(node.type)) return false
  if (parent?.type === 'Program') return !('directive' in node && node.directive)
  if (parent?.type === 'BlockStatement') return !('directive' in node && node.directive)
  return parent?.type === 'SwitchCase' && parent.test !== node
}

/** Expressions that can be put into parentheses without changing what they mean. */
export function isExpressionPlace({ node, parents }: Located): boolean {
  if (!EXPRESSIONS.has(node.type)) return false
  const [parent, grandparent] = parents
  if (!parent) return false
  const has = (key: string) => (parent as unknown as Record<string, unknown>)[key] === node
  switch (parent.type) {
    case 'MemberExpression':
      // `(a?.b).c` is not `a?.b.c`, and keys are no expressions.
      return (has('object') || parent.computed) && !isInChain(parents)
    case 'CallExpression':
      return !has('callee') && !isInChain([parent, ...parents])
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return !has('callee') && !has('tag')
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return has('right')
    case 'VariableDeclarator':
      return has('init')
    case 'Property':
      return has('value') && !parent.shorthand && grandparent?.type === 'ObjectExpression'
    case 'ForInStatement':
    case 'ForOfStatement':
      return has('right')
    case 'ArrowFunctionExpression':
      return has('body')
    case 'UnaryExpression':
      return parent.operator !== 'delete' && parent.operator !== 'typeof'
    case 'ReturnStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ConditionalExpression':
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'TemplateLiteral':
    case 'ExpressionStatement':
    case 'AwaitExpression':
    case 'ThrowStatement':
    case 'SwitchStatement':
      return true
    case 'PropertyDefinition':
      return has('value')
    default:
      return false
  }
}

const EXPRESSIONS = new Set([
  'BinaryExpression',
  'LogicalExpression',
  'UnaryExpression',
  'Literal',
  'Identifier',
  'CallExpression',
  'NewExpression',
  'ConditionalExpression',
  'MemberExpression',
])

const isInChain = (parents: readonly AnyNode[]) => {
  const chain = parents.findIndex(({ type }) => type === 'ChainExpression')
  return chain !== -1 && !parents.slice(0, chain).some(isFunction)
}

/** Methods that change nothing by any object's account; a call of another may, so it is not made twice. */
const PURE =
  /(?:\.(?:slice|substring|charAt|charCodeAt|codePointAt|at|indexOf|lastIndexOf|includes|startsWith|endsWith|trim|trimStart|trimEnd|toUpperCase|toLowerCase|padStart|padEnd|repeat|concat|floor|ceil|round|min|max|abs|isArray|isInteger|isFinite|isNaN|hasOwn|replace|replaceAll|join|split)|\b(?:Number|String|Boolean))\(/g

export function isHarmless(text: string): boolean {
  const rest = text.replace(PURE, '[').replace(/\(\?/g, '')
  const calls = /[\w$)\]]\s*\(/.test(rest.replace(/\b(?:if|return|typeof|in|of)\s*\(/g, '['))
  return (
    !calls && !/=>|\b(?:await|yield|new|delete|function|async)\b|\+\+|--|[^=!<>]=(?!=)|`/.test(rest)
  )
}

/** Only whether it is true counts. */
export function isTest({ node, parents: [parent] }: Located): boolean {
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return parent.test === node
    case 'UnaryExpression':
      return parent.operator === '!'
    default:
      return false
  }
}
