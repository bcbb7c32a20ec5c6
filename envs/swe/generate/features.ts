import type { AnyNode } from 'acorn'
import {
  applySite,
  isFunction,
  type ParsedSource,
  type Site,
  siteAt,
  textOf,
} from '../bugs/index.ts'
import type { Feature, Mutant } from './mutants.ts'

const FEWEST_LINES = 2
const MOST_LINES = 15
const LONGEST_QUOTE = 400

interface PublicFunction {
  readonly name: string
  /** With its `export`, as it stands among its neighbours. */
  readonly outer: AnyNode
  readonly body: AnyNode
  readonly isMethod: boolean
}

/**
 * Small exported functions and methods that are not there: their body throws, or a method is gone.
 * Only those the README or a doc comment tells of, since that is what is asked for.
 */
export function missingFeatures(sources: readonly ParsedSource[], readme: string): Mutant[] {
  return sources.flatMap((source) =>
    publicFunctions(source).flatMap((found, index): Mutant[] => {
      const { name, body } = found
      const lines = textOf(source, body).split('\n').length - 2
      if (lines < FEWEST_LINES || lines > MOST_LINES) return []
      const comment = commentBefore(source, found.outer)
      const docs = [...(comment ? [comment.text] : []), ...readmeOn(readme, name)]
      if (docs.length === 0) return []
      const site =
        found.isMethod && index % 2 === 1
          ? gone(source, found, comment?.start)
          : notImplemented(source, found, comment?.start)
      const feature: Feature = { name, docs }
      const { file } = source
      return [
        {
          kind: 'missing-feature',
          parts: [{ operator: 'missing-feature', file, site }],
          texts: { [file]: applySite(source.text, site) },
          feature,
        },
      ]
    }),
  )
}

function notImplemented(
  source: ParsedSource,
  { name, outer, body }: PublicFunction,
  commentStart: number | undefined,
): Site {
  const { text } = source
  const lineStart = text.lastIndexOf('\n', outer.start - 1) + 1
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ''
  const replacement = `${text.slice(outer.start, body.start)}{\n${indent}  throw new Error('${name} is not implemented');\n${indent}}`
  const range = { start: commentStart ?? outer.start, end: body.end }
  return siteAt(source, range, replacement, `${name} was not implemented`)
}

/** The method with its comment, its lines and an empty one before it. */
function gone(
  source: ParsedSource,
  { name, outer }: PublicFunction,
  commentStart: number | undefined,
): Site {
  const { text } = source
  const start = text.lastIndexOf('\n', (commentStart ?? outer.start) - 1) + 1
  const newline = text.indexOf('\n', outer.end)
  const range = {
    start: text.slice(0, start).endsWith('\n\n') ? start - 1 : start,
    end: newline === -1 ? text.length : newline + 1,
  }
  return siteAt(source, range, '', `${name} was gone`)
}

function publicFunctions(source: ParsedSource): PublicFunction[] {
  const exported = exportedNames(source)
  return source.nodes.flatMap(({ node, parents }): PublicFunction[] => {
    const [parent] = parents
    if (node.type === 'FunctionDeclaration') {
      const isExport = parent?.type.startsWith('Export') === true
      const isTop = isExport || parent?.type === 'Program'
      if (!isTop || !node.id || !exported.has(node.id.name)) return []
      const outer = isExport && parent ? parent : node
      return [{ name: node.id.name, outer, body: node.body, isMethod: false }]
    }
    if (node.type === 'MethodDefinition') {
      const owner = parents.find(({ type }) => type === 'ClassDeclaration')
      const isPublic = node.kind === 'method' && !node.computed && node.key.type === 'Identifier'
      if (!isPublic || owner?.type !== 'ClassDeclaration' || !owner.id) return []
      if (!exported.has(owner.id.name) || node.key.type !== 'Identifier') return []
      return [{ name: node.key.name, outer: node, body: node.value.body, isMethod: true }]
    }
    if (node.type !== 'Property' || !node.method || node.key.type !== 'Identifier') return []
    const isReturned = parents[1]?.type === 'ReturnStatement'
    if (!isReturned || !isFunction(node.value)) return []
    return [{ name: node.key.name, outer: node, body: node.value.body, isMethod: false }]
  })
}

/** Names that leave the file by `export`, `module.exports = { name }` or `exports.name =`. */
function exportedNames(source: ParsedSource): ReadonlySet<string> {
  const names = source.nodes.flatMap(({ node }): string[] => {
    if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') {
      const { declaration } = node
      if (declaration && 'id' in declaration && declaration.id) return [declaration.id.name]
      return 'specifiers' in node
        ? node.specifiers.map(({ local }) => textOf(source, local))
        : declaration?.type === 'Identifier'
          ? [declaration.name]
          : []
    }
    if (node.type !== 'AssignmentExpression') return []
    const target = textOf(source, node.left)
    if (!/^(?:module\.)?exports\b/.test(target)) return []
    const { right } = node
    if (right.type === 'Identifier') return [right.name]
    if (right.type !== 'ObjectExpression') return []
    return right.properties.flatMap((property) =>
      property.type === 'Property' && property.value.type === 'Identifier'
        ? [property.value.name]
        : [],
    )
  })
  return new Set(names)
}

function commentBefore(
  source: ParsedSource,
  node: AnyNode,
): { readonly start: number; readonly text: string } | undefined {
  const before = source.text.slice(0, node.start)
  const start = before.lastIndexOf('/**')
  const match = start === -1 ? null : /^\/\*\*([\s\S]*?)\*\/\s*$/.exec(before.slice(start))
  if (!match) return undefined
  const text = (match[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .trim()
  return text === '' ? undefined : { start, text: clip(text) }
}

/** What the README says where it first names the function in code. */
function readmeOn(readme: string, name: string): string[] {
  const mention = new RegExp(`\`(?:new )?(?:[\\w.#]+[.#])?${name}(?![\\w$])`)
  const entry = readme
    .split(/\n(?=\s*[-*|] )|\n\s*\n/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .find((part) => mention.test(part))
  if (entry === undefined) return []
  if (entry.length <= LONGEST_QUOTE) return [entry.replace(/^[-*] /, '')]
  const sentences = entry.replace(/^[-*] /, '').split(/(?<=[.;]) (?=\S)/)
  return sentences
    .filter((sentence) => mention.test(sentence))
    .slice(0, 1)
    .map(clip)
}

function clip(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)} ...`
}
