import { SandboxError, sharedUnlessAlone } from '../../core/index.ts'
import {
  type OpenSandboxOptions,
  openSandbox,
  type Sandbox,
  type SandboxSnapshot,
} from '../../sandboxes/index.ts'
import { LruMemory } from './lru.ts'
import type { OpenTask } from './tasks/open.ts'

/** Opens sandboxes: `openSandbox`, or what stands in for it. */
export type SandboxOpener = (options: OpenSandboxOptions) => Promise<Sandbox>

/** The kind of sandbox, once it is chosen, and what opening it takes. */
export type SandboxPlace = Required<Pick<OpenSandboxOptions, 'kind' | 'unsafeProcess'>> &
  Pick<OpenSandboxOptions, 'reason'>

export interface Workspaces {
  /** A sandbox of its own with the repository of the task, committed; the caller closes it. */
  open(task: OpenTask, place: SandboxPlace, signal?: AbortSignal): Promise<Workspace>
}

export interface Workspace {
  readonly sandbox: Sandbox
  /** `stateHash` before anybody touched it. */
  readonly pristineHash: string
}

interface Prepared {
  readonly snapshot: SandboxSnapshot
  readonly hash: string
}

/** Repositories are prepared once a task, kept as snapshots, and forgotten in the end. */
const PREPARED_TASKS = 128
/** The same whenever it is: agents see the commit, and so do recordings. */
const COMMITTED = '946684800 +0000'

export function createWorkspaces(open: SandboxOpener = openSandbox): Workspaces {
  const prepared = sharedUnlessAlone(() => new LruMemory<Prepared>(PREPARED_TASKS))
  return {
    async open(task, place, signal) {
      const { snapshot, hash } = await prepared().get(`${place.kind} ${task.hash}`, () =>
        prepare(open, task, place),
      )
      const sandbox = await open({ ...place, signal })
      try {
        await sandbox.restore(snapshot)
      } catch (error) {
        await sandbox.close()
        throw error
      }
      return { sandbox, pristineHash: hash }
    },
  }
}

/** Several episodes may wait for this: it has no signal, so that one that gives up stops no other. */
async function prepare(
  open: SandboxOpener,
  { files }: OpenTask,
  place: SandboxPlace,
): Promise<Prepared> {
  await using sandbox = await open({ ...place, files })
  const { exitCode, stderr } = await sandbox.exec(
    'git init -q && git add -A && git commit -qm base',
    { env: { GIT_AUTHOR_DATE: COMMITTED, GIT_COMMITTER_DATE: COMMITTED } },
  )
  if (exitCode !== 0) {
    throw new SandboxError(`Cannot commit the repository of a task: ${stderr.trim()}`)
  }
  return { snapshot: await sandbox.snapshot(), hash: await sandbox.stateHash() }
}
