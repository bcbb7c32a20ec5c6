import type { AnyNode } from 'acorn'
import type { ParsedSource } from '../bugs/index.ts'
import { fileOf } from '../tasks/format.ts'
import type { OpenTask } from '../tasks/open.ts'
import { finding } from './findings.ts'
import { textIn } from './marks.ts'

/** Shorter titles are ordinary words. */
const SHORTEST_TITLE = 8

/** Texts and patterns of a module that name tests of the task, or files of tests. */
export function testsNamedIn(
  { nodes }: ParsedSource,
  { task: { failToPass, passToPass } }: OpenTask,
): readonly string[] {
  const ids = [...failToPass, ...passToPass]
  const files = new Set(ids.map(fileOf))
  const titles = new Set(ids.flatMap((id) => id.split(' > ').slice(1)).filter(isTitle))
  return nodes.flatMap(({ node }) => {
    const text = textIn(node) ?? patternOf(node)
    if (text === undefined) return []
    if (titles.has(text)) return [finding('tests named', `it names the test ${quote(text)}`)]
    const isFile = files.has(text) || /(?:^|[\\/])hidden[\\/]|\.test\b/.test(text)
    return isFile ? [finding('tests named', `it names files of tests (${quote(text)})`)] : []
  })
}

const isTitle = (title: string) => title.length >= SHORTEST_TITLE && /\s/.test(title)
const quote = (text: string) => JSON.stringify(text.slice(0, 60))

function patternOf(node: AnyNode): string | undefined {
  return node.type === 'Literal' && 'regex' in node && node.regex ? node.regex.pattern : undefined
}
