import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { ConfigError, hashJson, messageOf, type TaskInfo } from '../../../../core/index.ts'
import { type HarborEnvironmentFields, type HarborFields, harborFields } from './fields.ts'
import { hashFolder } from './hash-folder.ts'
import { mebibytes } from './size.ts'

/** Where the agent or the verifier works. */
export interface HarborEnvironment {
  readonly source:
    | { readonly kind: 'image'; readonly image: string }
    | { readonly kind: 'dockerfile'; readonly folder: string }
    | { readonly kind: 'compose'; readonly file: string; readonly service: 'main' }
  readonly buildTimeoutMs: number
  readonly cpus: number | undefined
  readonly memoryMiB: number | undefined
  readonly storageMiB: number | undefined
  readonly gpus?: number | undefined
  readonly workdir: string | undefined
  /** With `${NAME}` still in it. */
  readonly env: Readonly<Record<string, string>>
  readonly healthcheck: HarborEnvironmentFields['healthcheck']
}

export type HarborNetwork =
  | { readonly mode: 'none' }
  | { readonly mode: 'public' }
  | { readonly mode: 'hosts'; readonly hosts: readonly string[] }

/** A Harbor task folder. */
export interface HarborTask {
  readonly info: TaskInfo
  readonly folder: string
  readonly instruction: string
  readonly environment: HarborEnvironment
  readonly agent: {
    readonly timeoutMs: number
    readonly user: string | undefined
    readonly network: HarborNetwork
  }
  readonly verifier: {
    /** Put into the container at `/tests` once the agent is done. */
    readonly tests: string
    readonly command: string
    readonly timeoutMs: number
    readonly user: string | undefined
    readonly env: Readonly<Record<string, string>>
    readonly network: HarborNetwork
    /** Undefined where it runs in the agent's container; else one of its own, with the artifacts alone. */
    readonly environment: HarborEnvironment | undefined
    /** Run in the agent's container before the artifacts are taken. */
    readonly collect: readonly { readonly command: string; readonly timeoutMs: number }[]
  }
  /** Paths in the agent's container that a verifier of its own is given. */
  readonly artifacts: readonly string[]
  /** Folder of the known solution, with its `solve.sh`. */
  readonly solution: string | undefined
}

/** Whether a folder is a Harbor task. */
export async function isHarborTask(folder: string): Promise<boolean> {
  return kindOf(join(folder, 'task.toml')).then((kind) => kind === 'file')
}

/** Folders of tasks: the folder itself, or those in it, in order. */
export async function findHarborTasks(folder: string): Promise<readonly string[]> {
  if (await isHarborTask(folder)) return [folder]
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
  const are = await Promise.all(folders.map(isHarborTask))
  return folders.filter((_, index) => are[index]).sort()
}

/**
 * Reads a task folder of either generation.
 * @throws ConfigError naming the file and the field of the first fault.
 */
export async function readHarborTask(path: string): Promise<HarborTask> {
  const folder = resolve(path)
  const fields = await readFields(folder)
  const name = basename(folder)
  const fail = (file: string, reason: string): never => {
    throw new ConfigError(`Cannot read task ${name}: ${file}: ${reason}`)
  }
  const instruction = await readFile(join(folder, 'instruction.md'), 'utf8').catch(() =>
    fail('instruction.md', 'no such file (write what the agent is told)'),
  )
  if (instruction.trim() === '')
    fail('instruction.md', 'it is empty (write what the agent is told)')
  if (fields.steps !== undefined) {
    fail('task.toml', 'field steps: tasks of several steps are not supported (make each a task)')
  }
  const tests = join(folder, 'tests')
  if ((await kindOf(join(tests, 'test.sh'))) !== 'file') {
    fail('tests/test.sh', 'no such file (add the script that writes the reward)')
  }
  const environment = await environmentOf(folder, fields.environment)
  if (!environment) {
    return fail(
      'environment',
      'no Dockerfile, no docker-compose.yaml, and task.toml has no environment.docker_image (add one)',
    )
  }
  const { agent, verifier } = fields
  const own = verifier.environment ?? fields.environment
  const isSeparate = verifier.environment_mode === 'separate'
  const solution = join(folder, 'solution')
  return {
    info: await infoOf(folder, fields),
    folder,
    instruction,
    environment,
    agent: {
      timeoutMs: agent.timeout_sec * 1000,
      user: agent.user?.toString(),
      network: networkOf(agent, fields.environment),
    },
    verifier: {
      tests,
      command: 'bash /tests/test.sh',
      timeoutMs: verifier.timeout_sec * 1000,
      user: verifier.user?.toString(),
      env: verifier.env,
      network: networkOf(verifier, fields.environment),
      environment: isSeparate ? await environmentOf(folder, own) : undefined,
      collect: verifier.collect.map(({ command, timeout_sec }) => ({
        command,
        timeoutMs: timeout_sec * 1000,
      })),
    },
    artifacts: fields.artifacts.map((entry) => (typeof entry === 'string' ? entry : entry.source)),
    solution: (await kindOf(join(solution, 'solve.sh'))) === 'file' ? solution : undefined,
  }
}

async function readFields(folder: string): Promise<HarborFields> {
  const name = basename(folder)
  const fail = (reason: string, cause?: unknown): never => {
    throw new ConfigError(`Cannot read task ${name}: task.toml: ${reason}`, { cause })
  }
  const text = await readFile(join(folder, 'task.toml'), 'utf8').catch((cause) =>
    fail('no such file (give a Harbor task folder)', cause),
  )
  const { parse } = await import('smol-toml')
  let data: unknown
  try {
    data = parse(text)
  } catch (error) {
    const [reason = ''] = messageOf(error).split('\n', 1)
    const line = error instanceof Error && 'line' in error ? `line ${error.line}, ` : ''
    return fail(`${line}${reason} (fix the TOML)`, error)
  }
  const parsed = harborFields.safeParse(data)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const reason = issue?.message.replace(/^Invalid input: /, '') ?? 'not a task'
  return fail(`field ${issue?.path.join('.') ?? ''}: ${reason} (fix the field)`)
}

async function environmentOf(
  folder: string,
  fields: HarborEnvironmentFields,
): Promise<HarborEnvironment | undefined> {
  const source = await imageSourceOf(folder, fields.docker_image)
  if (!source) return undefined
  const { memory, memory_mb: memoryMb, storage, storage_mb: storageMb } = fields
  return {
    source,
    buildTimeoutMs: fields.build_timeout_sec * 1000,
    cpus: fields.cpus,
    memoryMiB: memoryMb ?? (memory === undefined ? undefined : mebibytes(memory)),
    storageMiB: storageMb ?? (storage === undefined ? undefined : mebibytes(storage)),
    gpus: fields.gpus,
    workdir: fields.workdir,
    env: fields.env,
    healthcheck: fields.healthcheck,
  }
}

/** A compose file wins by where it stands; a built image saves the build. */
async function imageSourceOf(
  folder: string,
  image: string | undefined,
): Promise<HarborEnvironment['source'] | undefined> {
  const environment = join(folder, 'environment')
  for (const name of ['docker-compose.yaml', 'docker-compose.yml']) {
    const file = join(environment, name)
    if ((await kindOf(file)) === 'file') return { kind: 'compose', file, service: 'main' }
  }
  if (image !== undefined) return { kind: 'image', image }
  const hasDockerfile = (await kindOf(join(environment, 'Dockerfile'))) === 'file'
  return hasDockerfile ? { kind: 'dockerfile', folder: environment } : undefined
}

type NetworkFields = Pick<HarborEnvironmentFields, 'network_mode' | 'allowed_hosts'>

/** A phase's own policy, else the task's; tasks without either were written for an open network. */
function networkOf(phase: NetworkFields, environment: HarborEnvironmentFields): HarborNetwork {
  const mode =
    phase.network_mode ??
    environment.network_mode ??
    (environment.allow_internet === false ? 'no-network' : 'public')
  if (mode === 'no-network') return { mode: 'none' }
  if (mode === 'public') return { mode: 'public' }
  return { mode: 'hosts', hosts: phase.allowed_hosts ?? environment.allowed_hosts ?? [] }
}

async function infoOf(folder: string, { task, metadata }: HarborFields): Promise<TaskInfo> {
  const { difficulty, category } = metadata
  return {
    id: task.name ?? basename(folder),
    split: 'test',
    ...(typeof difficulty === 'string' || typeof difficulty === 'number' ? { difficulty } : {}),
    kind: typeof category === 'string' ? category : 'harbor',
    hash: hashJson(await hashFolder(folder)),
  }
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return 'file'
  return found?.isDirectory() ? 'folder' : undefined
}
