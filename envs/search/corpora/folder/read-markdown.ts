import { dayOf, type FileText, sectionsOf } from './read-text.ts'

/** Sections by headings (`#` and underlined); the first heading of level 1 is the title. Code is not looked into. */
export function readMarkdown(source: string): FileText {
  const { fields, body } = frontMatter(source)
  const sections = [{ heading: '', text: '' }]
  let title = fields.get('title') ?? ''
  let fence: string | undefined
  const lines = body.split('\n')
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)/.exec(line)
    if (fence === undefined && mark) fence = mark[1] ?? ''
    else if (fence !== undefined && isClosing(mark, fence)) fence = undefined
    const heading = fence === undefined ? headingAt(lines, index) : undefined
    const last = sections.at(-1)
    if (heading === 'underline' || !last) continue
    if (!heading) last.text += `${line}\n`
    else if (heading.level === 1 && (title === '' || title === heading.text)) title = heading.text
    else sections.push({ heading: heading.text, text: '' })
  }
  const date = ['updated', 'lastmod', 'modified', 'date'].map((name) => dayOf(fields.get(name)))
  return { title, sections: sectionsOf(sections), date: date.find((day) => day !== undefined) }
}

/** At least as long as what opened, of the same sign, with nothing behind. */
function isClosing(mark: RegExpExecArray | null, fence: string): boolean {
  return mark?.[1]?.startsWith(fence) === true && mark[2]?.trim() === ''
}

/** The heading that a line is, or whether it underlines the one before. */
function headingAt(lines: readonly string[], index: number) {
  const line = lines[index] ?? ''
  const [, signs, text = ''] = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/.exec(line) ?? []
  if (signs) return { level: signs.length, text: withoutClosing(text.trim()) }
  if (isUnderlined(lines[index - 1], line)) return 'underline'
  const below = lines[index + 1] ?? ''
  if (!isUnderlined(line, below)) return undefined
  return { level: below.trimStart().startsWith('=') ? 1 : 2, text: line.trim() }
}

/** Signs behind a heading are none of its words, where a space stands before them. */
function withoutClosing(text: string): string {
  let end = text.length
  while (text[end - 1] === '#') end--
  return end === 0 || /[ \t]/.test(text[end - 1] ?? '') ? text.slice(0, end).trimEnd() : text
}

/** One line of words between a blank line and the underline: lists, tables and quotes are none. */
function isUnderlined(line: string | undefined, below: string): boolean {
  return /^ {0,3}(?:={3,}|-{3,})[ \t]*$/.test(below) && /^ {0,3}[^\s>|#*+=-]/.test(line ?? '')
}

/** `name: value` between two lines `---`, or `name = value` between two lines `+++`. */
function frontMatter(source: string) {
  const fields = new Map<string, string>()
  const [whole, , block = ''] =
    /^(---|\+\+\+)[ \t]*\n([\s\S]*?\n|)\1[ \t]*(?:\n|$)/.exec(source) ?? []
  if (whole === undefined) return { fields, body: source }
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^(\w+)[ \t]*[:=](.*)$/.exec(line) ?? []
    if (name) fields.set(name.toLowerCase(), value.trim().replace(/^(["'])(.*)\1$/, '$2'))
  }
  return { fields, body: source.slice(whole.length) }
}
