import { isUtf8 } from 'node:buffer'
import type { Page } from '../corpora/corpus.ts'
import { readHtml } from '../corpora/folder/read-html.ts'
import { readMarkdown } from '../corpora/folder/read-markdown.ts'
import { type FileText, readPlain } from '../corpora/folder/read-text.ts'

/** The page of an answer of the web, or why it is none. */
export function readPage(url: string, type: string, bytes: Uint8Array): Page | string {
  const [kind = '', ...parameters] = type.toLowerCase().split(';')
  const read = readerOf(kind.trim())
  if (!read) return `it is ${kind.trim() || 'of no type'}, and no text`
  const text = textIn(bytes, charsetOf(parameters) ?? declaredIn(bytes, kind))
  if (text === null) return 'its encoding is not known'
  const { title, sections, date } = read(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'))
  if (sections.length === 0) return 'it has no text'
  return {
    ...{ id: url, title: title || url, sections },
    ...(date === undefined ? {} : { date }),
  }
}

function readerOf(kind: string): ((text: string) => FileText) | null {
  if (kind === 'text/html' || kind === 'application/xhtml+xml') return readHtml
  if (kind === 'text/markdown') return readMarkdown
  return kind.startsWith('text/') || kind === 'application/json' ? readPlain : null
}

const charsetOf = (parameters: readonly string[]): string | undefined =>
  parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)/.exec(parameter)?.[1])
    .find((charset) => charset !== undefined)

/** Of pages, which may say it in their first kilobyte. */
const declaredIn = (bytes: Uint8Array, kind: string): string | undefined =>
  kind.includes('html')
    ? /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(
        Buffer.from(bytes.subarray(0, 1024)).toString('latin1'),
      )?.[1]
    : undefined

function textIn(bytes: Uint8Array, charset: string | undefined): string | null {
  if (charset === undefined) {
    return isUtf8(bytes)
      ? Buffer.from(bytes).toString()
      : new TextDecoder('windows-1252').decode(bytes)
  }
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return null
  }
}
