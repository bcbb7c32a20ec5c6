import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../core/index.ts'
import type { LiveState } from './live-state.ts'
import { goneFolder } from './read/gone.ts'
import type { RunReader } from './read/read-run.ts'

export interface FollowOptions {
  readonly pollMs: number
  /** A new revision comes at most this often. */
  readonly changeEveryMs: number
  readonly onChange: () => void
  /** Told once of whatever keeps a run from being read, until that is over. */
  readonly onError: (error: unknown) => void
}

/** Runs that are looked at again and again, whatever happens to their folders. */
export interface FollowedRuns {
  state(): LiveState
  close(): Promise<void>
}

export function followRuns(readers: readonly RunReader[], options: FollowOptions): FollowedRuns {
  const { pollMs, changeEveryMs, onChange, onError } = options
  const closing = new AbortController()
  // A server that was started anew has other revisions.
  const server = randomUUID()
  const problems = new Map<RunReader, string>()
  let changes = 0

  const look = async (reader: RunReader): Promise<boolean> => {
    const before = problems.get(reader)
    try {
      const gone = await goneFolder(reader.dir)
      if (gone !== null) throw new Error(`${gone}: what was last seen of it is shown.`)
      const hasChanged = await reader.update()
      problems.delete(reader)
      // What failed may have read a part, and a transcript may be there again.
      return hasChanged || before !== undefined
    } catch (error) {
      problems.set(reader, messageOf(error))
      if (messageOf(error) !== before) onError(error)
      return false
    }
  }
  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined)
  const follow = async () => {
    for (;;) {
      await pause(pollMs)
      if (closing.signal.aborted) return
      const changed = await Promise.all(readers.map(look))
      if (!changed.includes(true)) continue
      changes++
      onChange()
      await pause(Math.max(0, changeEveryMs - pollMs))
    }
  }
  const following = follow()
  return {
    state: () => ({ revision: `"${server}-${changes}"`, problems: [...problems.values()] }),
    async close() {
      closing.abort()
      await following
    },
  }
}
