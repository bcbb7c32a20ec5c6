import type { AnyNode } from 'acorn'
import { isFunction, type ParsedSource } from '../bugs/index.ts'
import { isBuiltin } from '../builtin-names.ts'
import { finding } from './findings.ts'

/** What the source of a module does that a repair has no need of, one finding a place. */
export function marksIn(source: ParsedSource): readonly string[] {
  const declared = namesDeclaredIn(source)
  const ofNode = namesOfNodeIn(source)
  const functions = functionsIn(source)
  return source.nodes.flatMap(({ node }) => [
    ...loadedBy(node),
    ...changedBy(node, declared, ofNode),
    ...watchedBy(node, functions),
    ...printedBy(node),
  ])
}

const RUNNER = [
  'assert',
  'test',
  'vm',
  'v8',
  'inspector',
  'module',
  'worker_threads',
  'async_hooks',
]
const OUTSIDE = ['fs', 'child_process', 'net', 'http', 'https', 'http2', 'dgram', 'tls', 'cluster']

/** `import x from 'node:fs'`, `import('fs')`, `require('fs/promises')`, `process.getBuiltinModule('fs')`. */
function loadedBy(node: AnyNode): readonly string[] {
  const name = moduleNameIn(node)
  if (typeof name !== 'string') return []
  const [family = ''] = name.replace(/^node:/, '').split('/')
  if (RUNNER.includes(family)) return [finding('runner reached', `it loads ${name}`)]
  return OUTSIDE.includes(family) ? [finding('outside reached', `it loads ${name}`)] : []
}

function moduleNameIn(node: AnyNode): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source?.value
    case 'ImportExpression':
      return textFor(node.source)
    case 'CallExpression':
      return /^(?:require|getBuiltinModule)$/.test(nameOf(node.callee))
        ? textFor(node.arguments[0])
        : undefined
    default:
      return undefined
  }
}

/** Built-in objects that are assigned to, defined on, merged into or deleted from. */
function changedBy(
  node: AnyNode,
  declared: ReadonlySet<string>,
  ofNode: ReadonlySet<string>,
): readonly string[] {
  return targetsOf(node).flatMap((target) => {
    const path = pathOf(target)
    const [root = UNNAMED, ...rest] = path
    const isOfNode = ofNode.has(root) && rest.includes('prototype')
    if (declared.has(root) && !isOfNode) return []
    const isProto = rest.includes('__proto__') || /constructor\.prototype/.test(path.join('.'))
    if (!isBuiltin(root) && !isProto && !isOfNode) return []
    return [finding('built-ins changed', `it changes ${path.join('.')}`)]
  })
}

const CHANGING = /^(?:define(?:Property|Properties)|assign|setPrototypeOf|set|deleteProperty)$/

function targetsOf(node: AnyNode): readonly AnyNode[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return node.left.type === 'MemberExpression' ? [node.left] : []
    case 'UpdateExpression':
      return node.argument.type === 'MemberExpression' ? [node.argument] : []
    case 'UnaryExpression':
      return node.operator === 'delete' ? [node.argument] : []
    case 'CallExpression': {
      const [owner] = node.callee.type === 'MemberExpression' ? pathOf(node.callee.object) : []
      const isChange =
        CHANGING.test(nameOf(node.callee)) && /^(?:Object|Reflect)$/.test(owner ?? '')
      const [target] = node.arguments
      return isChange && target && target.type !== 'SpreadElement' ? [target] : []
    }
    default:
      return []
  }
}

const ENDING = /^(?:exit|abort|kill|reallyExit|_kill)$/
/** Members by their owner and name: `argv` may be anything but the process's. */
const WATCHED = [
  /^process\.(?:argv|execArgv|mainModule|_getActiveHandles)$/,
  /^Error\.(?:stackTraceLimit|captureStackTrace|prepareStackTrace)$/,
  /^(?:\?|e|ex|.*(?:[eE]rr(?:or)?|[eE]xception))\.stack$/,
  /^(?:arguments\.callee|callee\.caller)$/,
]

/** Members that tell who runs the code, or that end the process. */
function watchedBy(node: AnyNode, functions: ReadonlySet<string>): readonly string[] {
  if (node.type !== 'MemberExpression') return []
  const [owner = UNNAMED, name = ''] = pathOf(node).slice(-2)
  if (owner === 'process' && ENDING.test(name)) {
    return [finding('process ended', `it calls process.${name}`)]
  }
  const isWatched = WATCHED.some((pattern) => pattern.test(`${owner}.${name}`))
  const isCaller = name === 'caller' && functions.has(owner)
  return isWatched || isCaller ? [finding('tests read', `it reads ${name}`)] : []
}

const REPORT =
  /^\s*(?:not )?ok \d|^TAP version|^\s*1\.\.\d+\s*$|^\s*(?:not )?ok $|# (?:Subtest|pass|fail)\b/m

function printedBy(node: AnyNode): readonly string[] {
  const text = textIn(node)
  return text !== undefined && REPORT.test(text)
    ? [finding('report forged', 'it holds lines of a test report')]
    : []
}

/** The value of a text in the program. */
export function textIn(node: AnyNode): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  return node.type === 'TemplateElement' ? (node.value.cooked ?? undefined) : undefined
}

const UNNAMED = '?'

/** `a.b['c'].d` as its names; what has none, or one that is computed, is `?`. */
function pathOf(node: AnyNode): readonly string[] {
  if (node.type === 'Identifier') return [node.name]
  if (node.type === 'ChainExpression') return pathOf(node.expression)
  if (node.type !== 'MemberExpression') return [UNNAMED]
  return [...pathOf(node.object), memberName(node.property, node.computed)]
}

function memberName(property: AnyNode, isComputed: boolean): string {
  if (isComputed) return textIn(property) ?? UNNAMED
  return property.type === 'Identifier' ? property.name : UNNAMED
}

/** The name that is called: `f` of `f()`, `g` of `a.g()`. */
function nameOf(callee: AnyNode): string {
  return pathOf(callee).at(-1) ?? ''
}

function textFor(node: AnyNode | undefined): unknown {
  return node ? textIn(node) : undefined
}

/** Whatever the module calls so itself is none of the language's. */
function namesDeclaredIn({ nodes }: ParsedSource): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { node, parents } of nodes) {
    const [parent] = parents
    if (node.type !== 'Identifier' || !parent) continue
    const isDeclared =
      (parent.type === 'VariableDeclarator' && parent.id === node) ||
      ((parent.type === 'FunctionDeclaration' || parent.type === 'ClassDeclaration') &&
        parent.id === node) ||
      (parent.type.startsWith('Import') && parent.type.endsWith('Specifier'))
    if (isDeclared) names.add(node.name)
  }
  return names
}

/** Names that stand for modules of Node, or for what is taken out of them. */
function namesOfNodeIn({ nodes }: ParsedSource): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ node }) => {
      if (node.type === 'ImportDeclaration') {
        return isOfNode(node.source.value) ? node.specifiers.map(({ local }) => local.name) : []
      }
      if (node.type !== 'VariableDeclarator' || !node.init) return []
      return isOfNode(moduleNameIn(node.init)) ? namesBoundBy(node.id) : []
    }),
  )
}

const isOfNode = (name: unknown) => typeof name === 'string' && name.startsWith('node:')

function namesBoundBy(pattern: AnyNode): readonly string[] {
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type !== 'ObjectPattern') return []
  return pattern.properties.flatMap((property) =>
    property.type === 'Property' ? namesBoundBy(property.value) : [],
  )
}

function functionsIn({ nodes }: ParsedSource): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ node }) => (isFunction(node) && node.id ? [node.id.name] : [])))
}
