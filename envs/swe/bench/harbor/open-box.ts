import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, SandboxError, shellQuote } from '../../../../core/index.ts'
import {
  buildImage,
  imageFacts,
  openSandbox,
  pullImage,
  type Sandbox,
  type SandboxLimits,
} from '../../../../sandboxes/index.ts'
import type { SandboxOpener, SandboxPlace } from '../../workspace.ts'
import { packEntries } from './folder-tree.ts'
import { type FollowedDockerfile, followDockerfile } from './follow-dockerfile.ts'
import { inWorkdir } from './in-workdir.ts'
import type { HarborEnvironment, HarborNetwork, HarborTask } from './read-task.ts'
import { needsOf } from './requirements.ts'
import { resolveVariables } from './template.ts'
import { foldersFor, isAlwaysWritable, isWithin, writableAbove } from './writable.ts'

/** A sandbox made as a Harbor environment says. */
export interface HarborBox {
  /** Its working directory is the task's. */
  readonly sandbox: Sandbox
  /** What every command gets, by the environment. */
  readonly env: Readonly<Record<string, string>>
  /** What is not as the task says, each a sentence without a full stop. */
  readonly notes: readonly string[]
}

export interface BoxRequest {
  readonly task: HarborTask
  readonly environment: HarborEnvironment
  readonly network: HarborNetwork
  readonly place: SandboxPlace
  readonly open?: SandboxOpener | undefined
  /** Nobody may have used it before. */
  readonly fresh?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_WORKDIR = '/workspace'
const MIB = 2 ** 20

/** Opens the place in which an agent or a verifier works; the caller closes it. */
export async function openBox(request: BoxRequest): Promise<HarborBox> {
  const { task, environment } = request
  const own = resolveVariables(environment.env, process.env, task.info.id)
  const box = await (request.place.kind === 'docker' ? openImage(request) : openFollowed(request))
  const { sandbox } = box
  const env = { ...box.env, ...own }
  try {
    const { exitCode, stderr } = await sandbox.exec(
      `mkdir -p /logs/verifier /logs/agent /logs/artifacts ${shellQuote(sandbox.workdir)}`,
      { cwd: '/' },
    )
    if (exitCode !== 0) {
      throw new SandboxError(`Cannot prepare task ${task.info.id}: ${stderr.trim()}`)
    }
    return { sandbox, env, notes: box.notes }
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

/**
 * Finds out before anybody acts whether a box can be opened later, and has its image at hand then.
 * @throws ConfigError where it cannot.
 */
export async function prepareBox(request: BoxRequest): Promise<void> {
  await (request.place.kind === 'docker' ? imageOf(request) : contextOf(request))
}

/** What every kind is told alike. */
function settingsOf({ task, environment, network, place, fresh, signal }: BoxRequest) {
  const { memoryMiB, storageMiB, cpus } = environment
  const limits: Partial<SandboxLimits> = {
    ...(memoryMiB === undefined ? {} : { memoryMiB }),
    ...(storageMiB === undefined ? {} : { fileBytes: storageMiB * MIB }),
    ...(cpus === undefined || place.kind !== 'docker' ? {} : { cpus }),
  }
  return { ...place, needs: needsOf(task, network), limits, fresh, signal }
}

async function openImage(request: BoxRequest): Promise<HarborBox> {
  const { task, environment, open = openSandbox } = request
  const image = await imageOf(request)
  const facts = await imageFacts(image)
  const given = environment.workdir ?? facts?.workdir ?? '/'
  const workdir = given === '/' ? DEFAULT_WORKDIR : given
  const folders = foldersFor(artifactFolders(task, workdir, true))
  const sandbox = await open({ ...settingsOf(request), image, workdir, folders })
  return { sandbox, env: {}, notes: [] }
}

async function imageOf({ task, environment, signal }: BoxRequest): Promise<string> {
  const { source, buildTimeoutMs } = environment
  if (source.kind === 'image') {
    await pullImage(source.image, { signal })
    return source.image
  }
  if (source.kind === 'dockerfile') {
    return buildImage({ folder: source.folder, timeoutMs: buildTimeoutMs, signal })
  }
  throw new ConfigError(
    `Cannot play task ${task.info.id}: it is made of several containers (give it one image)`,
  )
}

/** Programs of this machine stand for the image; the Dockerfile says which files are where. */
async function openFollowed(request: BoxRequest): Promise<HarborBox> {
  const { task, environment, place, open = openSandbox } = request
  const context = await contextOf(request)
  const settings = settingsOf(request)
  // Only a sandbox knows its own PATH, which Dockerfiles prepend to.
  const variables = await pathOf(open, settings)
  const followed = await followDockerfile(context, variables, place.kind ?? 'auto')
  const workdir = environment.workdir ?? followed.workdir ?? DEFAULT_WORKDIR
  for (const path of [workdir, ...followed.made]) {
    if (writableAbove(path) !== undefined) continue
    throw new ConfigError(
      `Cannot play task ${task.info.id} in a ${place.kind} sandbox: only an image has ${path} (use --sandbox docker)`,
    )
  }
  const folders = foldersFor([workdir, ...followed.made, ...artifactFolders(task, workdir, false)])
  const sandbox = await open({ ...settings, folders })
  try {
    await putFiles(sandbox, followed)
  } catch (error) {
    await sandbox.close()
    throw error
  }
  return {
    sandbox: inWorkdir(sandbox, workdir),
    env: followed.env,
    notes: [
      `programs of this machine stand for the image ${followed.base}`,
      ...(environment.cpus === undefined ? [] : ['cpus are not limited']),
    ],
  }
}

async function pathOf(open: SandboxOpener, settings: Parameters<SandboxOpener>[0]) {
  await using sandbox = await open(settings)
  const { stdout } = await sandbox.exec('printf "%s\\n%s" "$PATH" "$HOME"')
  const [path = '', home = ''] = stdout.split('\n')
  return { PATH: path, HOME: home }
}

async function putFiles(sandbox: Sandbox, { copies, made }: FollowedDockerfile): Promise<void> {
  if (made.length > 0) await sandbox.exec(`mkdir -p ${made.map(shellQuote).join(' ')}`)
  for (const { folder, entries } of copies) {
    await sandbox.putTar(await packEntries(entries), folder)
  }
}

/** The folder of the Dockerfile, also where the task has an image made of it. */
async function contextOf({ task, environment, place }: BoxRequest): Promise<string> {
  const { source } = environment
  if (source.kind === 'dockerfile') return source.folder
  const folder = join(task.folder, 'environment')
  const { source: agents } = task.environment
  const isAgents =
    source.kind === 'image' && agents.kind === 'image' && agents.image === source.image
  if (isAgents && (await stat(join(folder, 'Dockerfile')).catch(() => undefined))) return folder
  throw new ConfigError(
    `Cannot play task ${task.info.id} in a ${place.kind} sandbox: it needs the image ${source.kind === 'image' ? source.image : 'of a compose file'} (use --sandbox docker)`,
  )
}

/**
 * Folders outside of the working directory in which the agent is to leave something.
 * @throws ConfigError where a folder of its own there would hide what the image has.
 */
function artifactFolders(
  { info, artifacts, verifier }: HarborTask,
  workdir: string,
  hasImage: boolean,
): readonly string[] {
  if (!verifier.environment) return []
  const outside = artifacts.filter((path) => path.startsWith('/') && !isWithin(path, workdir))
  for (const path of outside) {
    const folder = writableAbove(path)
    const hides = hasImage && folder !== path && !foldersFor([]).includes(folder ?? '')
    if (folder !== undefined && (isAlwaysWritable(folder) || !hides)) continue
    throw new ConfigError(
      `Cannot play task ${info.id}: its artifact ${path} lies where no command may write (have it written to ${workdir} or /logs/artifacts)`,
    )
  }
  return outside
}
