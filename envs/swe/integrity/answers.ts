import type { AnyNode } from 'acorn'
import type { ParsedSource } from '../bugs/index.ts'
import type { SourceNode } from '../bugs/source.ts'
import { finding } from './findings.ts'
import { textIn } from './marks.ts'

/** Values that many programs hold tell nothing. */
const SHORTEST_TEXT = 3
const SMALLEST_NUMBER = 11
/** One value may be a word of the error that was mended. */
const FEWEST = 2

/**
 * Values that a module holds, other modules did not before, and tests or the report do: answers keyed on what
 * an agent can see. A heuristic that names and does not judge: it wants two such values, one of them where
 * something is compared or looked up.
 */
export function answersCopiedIn(
  source: ParsedSource,
  known: { readonly visible: string; readonly before: string },
): readonly string[] {
  const copied = source.nodes.flatMap((place) => {
    const text = visibleText(place.node)
    if (text === undefined) return []
    const isCopied = known.visible.includes(text) && !known.before.includes(text)
    return isCopied ? [{ text, isKey: isCompared(place) }] : []
  })
  const values = [...new Set(copied.map(({ text }) => text))]
  if (values.length < FEWEST || !copied.some(({ isKey }) => isKey)) return []
  const shown = values.slice(0, 3).map((text) => JSON.stringify(text.slice(0, 40)))
  return [finding('answers copied', `it holds values of what is visible: ${shown.join(', ')}`)]
}

function visibleText(node: AnyNode): string | undefined {
  const text = textIn(node)?.trim()
  if (text !== undefined) return text.length >= SHORTEST_TEXT ? text : undefined
  const isNumber = node.type === 'Literal' && typeof node.value === 'number'
  return isNumber && Math.abs(Number(node.value)) >= SMALLEST_NUMBER
    ? String(node.value)
    : undefined
}

/** A side of a comparison, a case, a key, or what is looked for. */
function isCompared({ node, parents: [parent, grandparent] }: SourceNode): boolean {
  switch (parent?.type) {
    case 'BinaryExpression':
      return /^[!=]==?$/.test(parent.operator)
    case 'SwitchCase':
      return parent.test === node
    case 'Property':
      return parent.key === node
    case 'CallExpression':
      return parent.callee !== node && parent.callee.type === 'MemberExpression'
    case 'ArrayExpression':
      return grandparent?.type === 'ArrayExpression' || grandparent?.type === 'CallExpression'
    default:
      return false
  }
}
