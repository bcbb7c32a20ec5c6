import { type AnyNode, type Pattern, type Program, parse } from 'acorn'

/** A module's text and syntax tree. */
export interface ParsedSource {
  readonly file: string
  readonly text: string
  /** Every node, parents before children, in the order of the text. */
  readonly nodes: readonly SourceNode[]
}

export interface SourceNode {
  readonly node: AnyNode
  /** The node's ancestors, the nearest first. */
  readonly parents: readonly AnyNode[]
}

/** One place where a bug can be put: the text from `start` to `end` is replaced. */
export interface Site {
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** From 1. */
  readonly line: number
  readonly description: string
}

/** A way in which programmers go wrong, applied to source text. */
export interface BugOperator {
  readonly name: string
  /** Every place where it applies, in the order of the text. */
  readonly sites: (source: ParsedSource) => readonly Site[]
}

/**
 * A module's tree, or a CommonJS file's, whichever it is unless one is asked for.
 * @throws SyntaxError when the text is none.
 */
export function parseSource(
  file: string,
  text: string,
  sourceType?: 'module' | 'script',
): ParsedSource {
  const nodes: SourceNode[] = []
  const visit = (node: AnyNode, parents: readonly AnyNode[]): void => {
    nodes.push({ node, parents })
    for (const child of childrenOf(node)) visit(child, [node, ...parents])
  }
  visit(sourceType ? programOf(text, sourceType) : anyProgramOf(text), [])
  return { file, text, nodes }
}

function anyProgramOf(text: string): Program {
  try {
    return programOf(text, 'module')
  } catch (error) {
    try {
      return programOf(text, 'script')
    } catch {
      throw error
    }
  }
}

function programOf(text: string, sourceType: 'module' | 'script'): Program {
  const allowReturnOutsideFunction = sourceType === 'script'
  return parse(text, { ecmaVersion: 2024, sourceType, allowReturnOutsideFunction })
}

/** The text with the bug in it. */
export function applySite(text: string, site: Site): string {
  return text.slice(0, site.start) + site.replacement + text.slice(site.end)
}

/** A site that replaces a node, or the stretch between two offsets. */
export function siteAt(
  source: ParsedSource,
  range: { readonly start: number; readonly end: number },
  replacement: string,
  description: string,
): Site {
  const line = source.text.slice(0, range.start).split('\n').length
  return { start: range.start, end: range.end, replacement, line, description }
}

/** A site that removes a statement, with its lines when it stands alone on them. */
export function removalOf(source: ParsedSource, node: AnyNode, description: string): Site {
  const { text } = source
  const lineStart = text.lastIndexOf('\n', node.start - 1) + 1
  const newline = text.indexOf('\n', node.end)
  const lineEnd = newline === -1 ? text.length : newline + 1
  const isAlone =
    text.slice(lineStart, node.start).trim() === '' && text.slice(node.end, lineEnd).trim() === ''
  const site = siteAt(source, node, '', description)
  return isAlone ? { ...site, start: lineStart, end: lineEnd } : site
}

export function textOf(source: ParsedSource, node: AnyNode): string {
  return source.text.slice(node.start, node.end)
}

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>

export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** The names a pattern binds. */
export function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
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

export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = []
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) children.push(item)
  }
  // `{ a }` holds the same identifier as key and as value: one child is enough.
  const unique = children.filter(
    (child, i) =>
      children.findIndex(
        (c) => c.start === child.start && c.end === child.end && c.type === child.type,
      ) === i,
  )
  return unique.sort((a, b) => a.start - b.start)
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
