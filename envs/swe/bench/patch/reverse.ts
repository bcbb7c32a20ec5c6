import { type FilePatch, type Hunk, parsePatch } from './parse.ts'
import { quotePath } from './path.ts'

/** The patch that undoes a patch; undefined where it cannot be read, or leaves binary content out. */
export function reversePatch(patch: string): string | undefined {
  const { files, problem } = parsePatch(patch)
  if (problem !== undefined || files.some(({ binary }) => binary?.length === 0)) return undefined
  return files.map(reverseFile).reverse().join('')
}

function reverseFile(file: FilePatch): string {
  const { oldPath, newPath, oldMode, newMode, change } = file
  const from = newPath ?? oldPath ?? ''
  // Undoing a copy leaves its source alone.
  const isRemoval = change === 'added' || change === 'copied'
  const to = isRemoval ? from : (oldPath ?? from)
  const headers = [`diff --git ${quotePath(`a/${from}`)} ${quotePath(`b/${to}`)}`]
  if (change === 'added') headers.push(`deleted file mode ${newMode ?? '100644'}`)
  if (change === 'deleted') headers.push(`new file mode ${oldMode ?? '100644'}`)
  if (change !== 'added' && change !== 'deleted' && oldMode !== newMode) {
    headers.push(`old mode ${newMode}`, `new mode ${oldMode}`)
  }
  if (change === 'renamed') {
    headers.push(
      'similarity index 50%',
      `rename from ${quotePath(from)}`,
      `rename to ${quotePath(to)}`,
    )
  }
  if (file.binary) {
    const index = /^index (\S+)\.\.(\S+)/m.exec(file.text)
    if (index) headers.push(`index ${index[2]}..${index[1]}`)
    const blocks = file.binary.toReversed().map((block) => [...block, ''].join('\n'))
    return `${[...headers, 'GIT binary patch', ...blocks].join('\n')}\n`
  }
  if (file.hunks.length === 0) return `${headers.join('\n')}\n`
  const before = change === 'deleted' ? '/dev/null' : quotePath(`a/${from}`)
  const after = change === 'added' ? '/dev/null' : quotePath(`b/${to}`)
  return [...headers, `--- ${before}`, `+++ ${after}`, ...file.hunks.flatMap(reverseHunk), ''].join(
    '\n',
  )
}

function reverseHunk({ oldStart, newStart, section, lines }: Hunk): readonly string[] {
  const count = (mark: string) =>
    lines.filter((line) => line.startsWith(' ') || line.startsWith(mark)).length
  const header = `@@ -${newStart},${count('+')} +${oldStart},${count('-')} @@${section}`
  const body: string[] = []
  let fresh: string[] = []
  let last: string[] = body
  for (const line of lines) {
    if (line.startsWith('\\')) {
      last.push(line)
      continue
    }
    if (line.startsWith(' ')) {
      body.push(...fresh, line)
      fresh = []
      last = body
      continue
    }
    // What was added goes first now: removals stand before additions.
    last = line.startsWith('+') ? body : fresh
    last.push(`${line.startsWith('+') ? '-' : '+'}${line.slice(1)}`)
  }
  return [header, ...body, ...fresh]
}
