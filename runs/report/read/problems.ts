import { TRAJECTORIES } from '../../store.ts'
import { plural } from '../format.ts'

/** Counts what could not be read, and says it in one line each. */
export interface Problems {
  badLine(file: string, line: number, reason: string): void
  missing(fields: readonly string[]): void
  clear(file: string): void
  notes(): readonly string[]
}

export function collectProblems(): Problems {
  const bad = new Map<string, { count: number; first: string }>()
  let incomplete = 0
  const fields = new Set<string>()
  return {
    badLine(file, line, reason) {
      const known = bad.get(file)
      if (known) known.count++
      else bad.set(file, { count: 1, first: `line ${line}: ${reason}` })
    },
    missing(names) {
      if (names.length === 0) return
      incomplete++
      for (const name of names) fields.add(name)
    },
    clear(file) {
      bad.delete(file)
      if (file !== TRAJECTORIES) return
      incomplete = 0
      fields.clear()
    },
    notes: () => [
      ...[...bad].map(
        ([file, { count, first }]) =>
          `${plural(count, 'line')} of ${file} cannot be read and ${count === 1 ? 'is' : 'are'} left out (${first}).`,
      ),
      ...(incomplete > 0
        ? [
            `${plural(incomplete, 'episode')} of another version or changed by hand: ${[...fields].sort().join(', ')} ${fields.size === 1 ? 'is' : 'are'} missing or unknown there, and shown as empty.`,
          ]
        : []),
    ],
  }
}
