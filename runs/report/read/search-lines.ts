import { stat } from 'node:fs/promises'
import { readLines } from '../../jsonl.ts'

/** Lines between two reports of how far a search has come. */
const REPORT_EVERY = 200

/** Searches the texts of stored trajectories, not their field names. */
export async function* searchLines(
  path: string,
  text: string,
): AsyncGenerator<{ readonly found: readonly string[]; readonly share: number }> {
  const wanted = text.toLowerCase()
  // As it stands in the file: most lines are passed over without being parsed.
  const escaped = JSON.stringify(wanted).slice(1, -1)
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  )
  let found: string[] = []
  for await (const { bytes, line, end } of readLines(path)) {
    const raw = bytes.toString('utf8')
    if (raw.toLowerCase().includes(escaped)) {
      const id = idOfMatch(raw, wanted)
      if (id !== null) found.push(id)
    }
    if (line % REPORT_EVERY === 0) {
      yield { found, share: Math.min(1, end / size) }
      found = []
    }
  }
  yield { found, share: 1 }
}

function idOfMatch(raw: string, wanted: string): string | null {
  try {
    const value = JSON.parse(raw) as { readonly id?: unknown }
    return typeof value.id === 'string' && holds(value, wanted) ? value.id : null
  } catch {
    return null
  }
}

function holds(value: unknown, wanted: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(wanted)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((item) => holds(item, wanted))
}
