import { ConfigError } from '../../../../core/index.ts'
import {
  type OpenSandboxOptions,
  type Sandbox,
  SandboxFileError,
  type SandboxSnapshot,
} from '../../../../sandboxes/index.ts'
import type { SandboxOpener, SandboxPlace } from '../../workspace.ts'
import { applyPatch } from './apply-patch.ts'
import { readClone } from './clone.ts'
import { assertCut, putBug } from './cut.ts'
import { readFolder } from './folder.ts'
import { prepareImage, sandboxOptionsOf } from './image.ts'
import type { LocatedInstance } from './located.ts'
import { listTree, type Manifest, manifestOf } from './manifest.ts'
import { packagedFiles } from './packages.ts'
import { attempt, GIT, run } from './run.ts'
import { readTarball } from './tarball.ts'

/** A repository as every workspace of its instance starts with it. */
export interface PreparedRepository {
  /** Of the sandboxes it can be restored in. */
  readonly options: OpenSandboxOptions
  readonly root: string
  readonly prelude: string
  readonly snapshot: SandboxSnapshot
  /** Files that git tracks, as they are. */
  readonly tracked: Manifest
  /** Files of packages beside them. */
  readonly packaged: Manifest
}

/** A repository that is not in the sandbox yet. */
export interface RepositoryFiles {
  /** What its files take, as far as that is known. */
  readonly bytes: number
  /** Puts it into an empty folder: with a commit as HEAD, and a history that is still to be cut where it has one. */
  put(sandbox: Sandbox, root: string): Promise<void>
}

/** History and files are there twice while it is cut; the default of sandboxes has room for small ones. */
const SMALL_BYTES = 64 * 2 ** 20

/** Several episodes may wait for this: it has no signal, so that one that gives up stops no other. */
export async function prepareRepository(
  open: SandboxOpener,
  located: LocatedInstance,
  place: SandboxPlace,
): Promise<PreparedRepository> {
  const { id, bugPatch } = located.instance
  const files = await filesOf(located)
  const options = await sandboxOptionsOf(open, located, place)
  const room = files.bytes > SMALL_BYTES ? { limits: { fileBytes: files.bytes * 8 } } : {}
  await using sandbox = await open({ ...options, ...room })
  const root = sandbox.workdir
  await assertUsable(sandbox, id)
  await put(files, sandbox, root, id)
  if (bugPatch !== undefined) await putBug(sandbox, root, { id, patch: bugPatch })
  await assertCut(sandbox, root, id)
  await assertTestsFit(sandbox, root, located)
  await introduceUser(sandbox, root)
  const tracked = await manifestOf(sandbox, root)
  return {
    options,
    root,
    prelude: await preludeOf(sandbox, root),
    tracked,
    packaged: await packagedFiles(sandbox, await listTree(sandbox, { root }), tracked, { root }),
    snapshot: await sandbox.snapshot(),
  }
}

function filesOf({ instance, repository }: LocatedInstance): Promise<RepositoryFiles> {
  switch (repository.kind) {
    case 'clone':
      return readClone(repository.path, repository.commit, instance.id)
    case 'folder':
      return readFolder(repository.path, instance.id)
    case 'tarball':
      return readTarball(repository.path, instance)
    case 'image':
      return Promise.resolve(prepareImage(instance))
  }
}

async function assertUsable(sandbox: Sandbox, id: string): Promise<void> {
  const { kind, capabilities, workdir: root } = sandbox
  const cannot = `Cannot open the repository of ${id} in a ${kind} sandbox`
  if (!capabilities.processes) {
    throw new ConfigError(`${cannot}: it runs no real programs (use docker or bubblewrap)`)
  }
  const { exitCode } = await attempt(sandbox, 'command -v git && git --version', { root })
  if (exitCode === 0) return
  throw new ConfigError(`${cannot}: it has no git (install git, or use an image that has it)`)
}

async function put(files: RepositoryFiles, sandbox: Sandbox, root: string, id: string) {
  try {
    await files.put(sandbox, root)
  } catch (error) {
    // No room, a name it cannot hold: what is put there is the user's.
    if (!(error instanceof SandboxFileError)) throw error
    throw new ConfigError(
      `Cannot put the repository of ${id} into a ${sandbox.kind} sandbox: ${error.message} (leave out what the tests do not need)`,
      { cause: error },
    )
  }
}

/** Found before anybody plays: at grading it would cost the episode. */
async function assertTestsFit(
  sandbox: Sandbox,
  root: string,
  { instance: { id, testPatch = '' } }: LocatedInstance,
): Promise<void> {
  if (testPatch.trim() === '') return
  const { exitCode } = await applyPatch(sandbox, testPatch, { root, mode: 'check' })
  if (exitCode === 0) return
  throw new ConfigError(
    `Cannot play ${id}: its test_patch does not fit its repository (mend the field, or the base_commit)`,
  )
}

/** What git asks of whoever commits, also in an image that says nothing of it. */
async function introduceUser(sandbox: Sandbox, root: string): Promise<void> {
  const settings = { 'user.name': 'Agent', 'user.email': 'agent@sandbox', 'gc.auto': '0' }
  const script = Object.entries(settings).map(([name, value]) => `${GIT} config ${name} ${value}`)
  await run(sandbox, 'set up git', script.join(' && '), { root })
  // In an image its files may belong to somebody else.
  await sandbox.exec("git status >/dev/null 2>&1 || git config --global --add safe.directory '*'", {
    cwd: root,
  })
}

/** SWE-bench's images have what the tests need in an environment of conda. */
async function preludeOf(sandbox: Sandbox, root: string): Promise<string> {
  const conda = '/opt/miniconda3'
  const exists = `[ -f ${conda}/bin/activate ] && [ -d ${conda}/envs/testbed ]`
  const { exitCode } = await attempt(sandbox, exists, { root })
  return exitCode === 0 ? `. ${conda}/bin/activate testbed` : ''
}
