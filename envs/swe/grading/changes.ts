import type { Sandbox } from '../../../sandboxes/index.ts'
import type { Files } from '../tasks/edits.ts'

/** What differs from the pristine repository: path -> new content, and paths that are gone. */
export interface Changes {
  readonly written: Readonly<Record<string, Uint8Array>>
  readonly removed: readonly string[]
}

export const noChanges: Changes = { written: {}, removed: [] }

/** Compares files, not git: the agent may have done anything to the history. */
export async function readChanges(sandbox: Sandbox, pristine: Files): Promise<Changes> {
  // Where git is the real one, its store stands among the files.
  const paths = (await sandbox.listFiles()).filter((path) => !path.startsWith('.git/'))
  const contents = await Promise.all(paths.map((path) => sandbox.readFile(path)))
  const present = new Set(paths)
  const written = paths.flatMap((path, index): [string, Uint8Array][] => {
    const content = contents[index]
    const before = Object.hasOwn(pristine, path) ? pristine[path] : undefined
    if (!content || (before !== undefined && sameBytes(content, before))) return []
    return [[path, content]]
  })
  const removed = Object.keys(pristine).filter((path) => !present.has(path))
  return { written: Object.fromEntries(written), removed }
}

function sameBytes(content: Uint8Array, text: string): boolean {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).equals(
    Buffer.from(text),
  )
}

/** Paths a set of changes touches, in order. */
export function touchedPaths({ written, removed }: Changes): readonly string[] {
  return [...Object.keys(written), ...removed].sort()
}

/** The repository with a set of changes made, as texts. */
export function sourceFiles(pristine: Files, { written, removed }: Changes): Files {
  const decoder = new TextDecoder()
  const texts = Object.entries(written).map(
    ([path, bytes]) => [path, decoder.decode(bytes)] as const,
  )
  const gone = new Set(removed)
  const kept = Object.entries(pristine).filter(([path]) => !gone.has(path))
  return { ...Object.fromEntries(kept), ...Object.fromEntries(texts) }
}

/** Lines added and removed, summed over the files. */
export function countLines(changes: Changes, pristine: Files): number {
  const decoder = new TextDecoder()
  return touchedPaths(changes).reduce((sum, path) => {
    const after = changes.written[path]
    const before = Object.hasOwn(pristine, path) ? (pristine[path] ?? '') : ''
    return sum + lineDistance(linesOf(before), linesOf(after ? decoder.decode(after) : ''))
  }, 0)
}

const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Cells of the table below which the exact number of lines is worth its price. */
const EXACT_CELLS = 4_000_000

/** Lines to add and to remove: those outside of a longest common subsequence. */
function lineDistance(before: readonly string[], after: readonly string[]): number {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const a = before.slice(head, before.length - tail)
  const b = after.slice(head, after.length - tail)
  if (a.length * b.length > EXACT_CELLS) return a.length + b.length
  let row = new Uint32Array(b.length + 1)
  for (const line of a) {
    const next = new Uint32Array(b.length + 1)
    for (const [j, other] of b.entries()) {
      next[j + 1] = line === other ? at(row, j) + 1 : Math.max(at(row, j + 1), at(next, j))
    }
    row = next
  }
  return a.length + b.length - 2 * at(row, b.length)
}

const at = (row: Uint32Array, index: number) => row[index] ?? 0
