/** Undoes git's quoting: `"a/\303\251"` -> `a/é`. Undefined where the quoting is broken. */
export function unquotePath(text: string): string | undefined {
  if (!text.startsWith('"')) return text
  if (!/^"(?:[^"\\]|\\.)*"$/.test(text)) return undefined
  const bytes: Buffer[] = []
  for (const [part] of text.slice(1, -1).matchAll(/\\[0-3][0-7]{2}|\\.|[^\\]+/g)) {
    if (!part.startsWith('\\')) bytes.push(Buffer.from(part))
    else if (part.length === 4) bytes.push(Buffer.from([Number.parseInt(part.slice(1), 8)]))
    else bytes.push(Buffer.from(ESCAPES[part.charAt(1)] ?? part.charAt(1)))
  }
  return Buffer.concat(bytes).toString()
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

/** A path as git writes it in a header. */
export function quotePath(path: string): string {
  if (!NEEDS_QUOTES.test(path)) return path
  const escaped = path.replaceAll(/["\\]/g, '\\$&').replaceAll(CONTROL, octal)
  return `"${escaped}"`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what git quotes
const NEEDS_QUOTES = /[\x00-\x1f\x7f"\\]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what git quotes
const CONTROL = /[\x00-\x1f\x7f]/g

const octal = (char: string) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`

/** Why a path must never be written, or undefined. */
export function unsafePath(path: string): string | undefined {
  if (path === '') return 'an empty path'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no honest path holds one
  if (/[\x00-\x1f\x7f\\]/.test(path)) return 'a path with control characters or backslashes'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'an absolute path'
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return 'a path that leaves its folder'
    if (isGitFolder(part)) return "a path inside git's own folder"
  }
  return undefined
}

/** `.git` under the names that some file system takes for it. */
function isGitFolder(part: string): boolean {
  const name = part.replaceAll(/[\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '').toLowerCase()
  return /^(?:\.git|git~\d+)[ .]*(?::.*)?$/.test(name)
}
