import type { Artifacts } from '../../core/index.ts'
import { unifiedDiff } from '../../sandboxes/index.ts'
import type { Episode } from './episode.ts'
import { touchedPaths } from './grading/changes.ts'

/** Longest diff that is kept. */
const MAX_BYTES = 256 * 1024
/** Larger files are only named: comparing them would cost more than anybody reads of it. */
const BIG_FILE_BYTES = 1024 * 1024

/** What the agent changed as git shows it, with what grading leaves out; nothing where all is as it was. */
export function artifactsOf({ task, measuredChanges }: Episode): Artifacts {
  const { files } = task
  const known = touchedPaths(measuredChanges).filter((path) => Object.hasOwn(files, path))
  const before = Object.fromEntries(known.map((path) => [path, files[path] ?? '']))
  const limits = { maxBytes: MAX_BYTES, bigFileBytes: BIG_FILE_BYTES }
  const text = unifiedDiff(before, measuredChanges.written, limits)
  return text === '' ? {} : { diff: { type: 'diff', text } }
}
