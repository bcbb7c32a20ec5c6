import { type AnyNode, parse } from 'acorn'

/** A source file of the repository. */
export interface Source {
  readonly file: string
  readonly text: string
  /** Every node, parents first, in the order of the text. */
  readonly nodes: readonly Located[]
}

export interface Located {
  readonly node: AnyNode
  /** The node's ancestors, the nearest first. */
  readonly parents: readonly AnyNode[]
}

/** A parsed file; undefined where it cannot be read as JavaScript. */
export function readSource(file: string, text: string): Source | undefined {
  for (const sourceType of ['module', 'script'] as const) {
    try {
      const program = parse(text, {
        ecmaVersion: 'latest',
        sourceType,
        allowReturnOutsideFunction: true,
        allowHashBang: true,
      })
      return { file, text, nodes: walk(program, []) }
    } catch {
      // The other way of reading it may fit.
    }
  }
  return undefined
}

function walk(node: AnyNode, parents: readonly AnyNode[]): Located[] {
  const inner = [node, ...parents]
  const children = childrenOf(node).sort((a, b) => a.start - b.start)
  return [{ node, parents }, ...children.flatMap((child) => walk(child, inner))]
}

function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = []
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (!isNode(item)) continue
      // `{ a }` holds one identifier as key and as value.
      const isKnown = children.some((child) => child.start === item.start && child.end === item.end)
      if (!isKnown) children.push(item)
    }
  }
  return children
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

export const textOf = ({ text }: Source, node: { start: number; end: number }) =>
  text.slice(node.start, node.end)

export function lineAt({ text }: Source, position: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1)) {
    line++
  }
  return line
}

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>

export function isFunction(node: AnyNode | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  )
}

/** What a function is called, as far as the code around it says. */
export function functionName(node: FunctionNode, parent: AnyNode | undefined): string | undefined {
  if ('id' in node && node.id) return node.id.name
  if (parent?.type === 'VariableDeclarator') {
    return parent.id.type === 'Identifier' ? parent.id.name : undefined
  }
  const isMember = parent?.type === 'MethodDefinition' || parent?.type === 'Property'
  return isMember && parent.key.type === 'Identifier' ? parent.key.name : undefined
}
