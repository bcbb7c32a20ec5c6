import { createHash } from 'node:crypto'
import { SandboxError, sharedUnlessAlone } from '../../../../core/index.ts'
import {
  openSandbox,
  type Sandbox,
  SandboxFileError,
  type SandboxSnapshot,
} from '../../../../sandboxes/index.ts'
import type { SandboxOpener, SandboxPlace } from '../../workspace.ts'
import { type RepositoryChange, readChange } from './change.ts'
import type { LocatedInstance } from './located.ts'
import { createPreparedMemory } from './memory.ts'
import { prepareRepository } from './prepare.ts'

export { applyPatch } from './apply-patch.ts'
export type { RepositoryChange } from './change.ts'
export type { LocatedInstance } from './located.ts'

export interface RepositoryWorkspace {
  readonly sandbox: Sandbox
  /** Absolute path of the repository. */
  readonly root: string
  /** Shell commands that set up the shell first; empty where there are none. */
  readonly prelude: string
}

export interface Repositories {
  /**
   * A sandbox with the repository of an instance at its base commit and nothing later; the caller closes it.
   * @throws ConfigError where the repository cannot be used, in one line that names the instance.
   */
  open(
    located: LocatedInstance,
    place: SandboxPlace,
    options?: OpenRepositoryOptions,
  ): Promise<RepositoryWorkspace>
  /** What an agent changed, made where nothing of the agent has run; or why it cannot be read. */
  readChange(
    located: LocatedInstance,
    place: SandboxPlace,
    workspace: RepositoryWorkspace,
    signal?: AbortSignal,
  ): Promise<RepositoryChange>
}

export interface OpenRepositoryOptions {
  /** Nothing that another sandbox has used before. */
  readonly fresh?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export function createRepositories(open: SandboxOpener = openSandbox): Repositories {
  const memory = sharedUnlessAlone(createPreparedMemory)
  const prepared = (located: LocatedInstance, place: SandboxPlace) =>
    memory().get(keyOf(located, place), () => prepareRepository(open, located, place))
  const repositories: Repositories = {
    async open(located, place, { fresh, signal } = {}) {
      signal?.throwIfAborted()
      const repository = await prepared(located, place)
      const sandbox = await open({ ...repository.options, fresh, signal })
      const workspace = { sandbox, root: sandbox.workdir, prelude: repository.prelude }
      await restore(sandbox, repository.snapshot)
      memory().hold(workspace, repository)
      return workspace
    },

    async readChange(located, place, workspace, signal) {
      const { tracked, packaged } = memory().heldBy(workspace) ?? (await prepared(located, place))
      return readChange({
        workspace,
        tracked,
        packaged,
        openClean: () => repositories.open(located, place, { fresh: true, signal }),
        signal,
      })
    },
  }
  return repositories
}

async function restore(sandbox: Sandbox, snapshot: SandboxSnapshot): Promise<void> {
  try {
    await sandbox.restore(snapshot)
  } catch (error) {
    await sandbox.close()
    if (!(error instanceof SandboxFileError)) throw error
    throw new SandboxError(`Cannot restore a repository: ${error.message}`, { cause: error })
  }
}

function keyOf({ instance, repository }: LocatedInstance, place: SandboxPlace): string {
  const key = JSON.stringify([place.kind, instance.info.hash, repository])
  return createHash('sha256').update(key).digest('hex')
}
