import { decodeEntities } from './html-entities.ts'
import { createMarkupReader } from './html-tags.ts'
import { dayOf, type FileText, sectionsOf } from './read-text.ts'

/** What is in these is no text of the page. */
const UNSEEN = new Set(
  'script style template noscript svg math iframe object textarea select'.split(' '),
)
const BLOCK = new Set(
  `address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h4 h5 h6 header hr
  li main nav ol p pre section summary table tbody tfoot thead tr ul`.split(/\s+/),
)
const HEADING = /^h[1-3]$/
const DATES =
  'last-modified dcterms.modified article:modified_time date dcterms.date article:published_time'.split(
    ' ',
  )

/**
 * The text of a page as its reader sees it, in sections by h1 to h3. The title is that of the head, else
 * the first h1. Nothing is run or fetched.
 */
export function readHtml(source: string): FileText {
  // Words one by one: a text that is looked at while it grows would be copied with every tag.
  const sections: { readonly heading: string; readonly words: string[] }[] = [
    { heading: '', words: [] },
  ]
  const metas = new Map<string, string>()
  let [title, firstHeading, captured] = ['', '', '']
  /** The title or heading that is being read. */
  let open: string | undefined
  let pres = 0
  const say = (words: string) => {
    if (open !== undefined) {
      captured += words
      return
    }
    const said = sections.at(-1)?.words
    const isAfterSpace = /\s$/.test(said?.at(-1) ?? '')
    const more = pres === 0 && isAfterSpace ? words.replace(/^ /, '') : words
    if (more !== '') said?.push(more)
  }
  const endCapture = () => {
    const words = captured.replace(/\s+/g, ' ').trim()
    if (open === 'title') title ||= words
    else if (open === 'h1' && firstHeading === '') firstHeading = words
    else if (open !== undefined) sections.push({ heading: words, words: [] })
    captured = ''
    open = undefined
  }
  const next = createMarkupReader(source)
  let from = 0
  for (let found = next(from); found; found = next(from)) {
    say(wordsOf(source.slice(from, found.start), pres > 0))
    from = found.end
    const { name, isStart, attributes } = found
    if (name === undefined) continue
    if (isStart && UNSEEN.has(name)) from = endOf(source, name, from)
    else if (name === 'title' || HEADING.test(name)) {
      endCapture()
      if (isStart) open = name
    } else if (name === 'meta') {
      const key = attributeOf(attributes, 'name') ?? attributeOf(attributes, 'property')
      metas.set(key?.toLowerCase() ?? '', attributeOf(attributes, 'content') ?? '')
    } else if (BLOCK.has(name)) say('\n')
    else if (isStart && (name === 'td' || name === 'th')) say(' ')
    if (name === 'pre') pres = Math.max(0, pres + (isStart ? 1 : -1))
  }
  say(wordsOf(source.slice(from), false))
  endCapture()
  const date = DATES.map((name) => dayOf(metas.get(name))).find((day) => day !== undefined)
  const tidy = sections.map(({ heading, words }) => ({ heading, text: tidied(words.join('')) }))
  return { title: title || firstHeading, sections: sectionsOf(tidy), date }
}

/** Characters of a piece without markup; outside of pre, any space is one space. */
function wordsOf(piece: string, isPre: boolean): string {
  return decodeEntities(isPre ? piece : piece.replace(/[ \t\n\r\f]+/g, ' '))
}

/** No spaces around line ends but those that indent, and at most one blank line. */
function tidied(text: string): string {
  return text
    .split('\n')
    .map(withoutEnd)
    .join('\n')
    .replace(/\n (?=\S)/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
}

/** By hand: a pattern for spaces at the end begins anew at each space of a long row. */
function withoutEnd(line: string): string {
  let end = line.length
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--
  return line.slice(0, end)
}

/** Behind the end tag; the end of the text where there is none. */
function endOf(source: string, name: string, from: number): number {
  const end = new RegExp(`</${name}[\\s/>]`, 'gi')
  end.lastIndex = from
  const found = end.exec(source)
  const close = found ? source.indexOf('>', found.index) : -1
  return close === -1 ? source.length : close + 1
}

function attributeOf(attributes: string, name: string): string | undefined {
  const pattern = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i')
  const [, double, single, bare] = pattern.exec(attributes) ?? []
  const value = double ?? single ?? bare
  return value === undefined ? undefined : decodeEntities(value)
}
