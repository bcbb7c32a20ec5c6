import { parentPort, workerData } from 'node:worker_threads'
import { SandboxFileError } from '../sandbox.ts'
import { installHostGlobals } from './host-globals.ts'
import type {
  Operation,
  Reply,
  ReplyError,
  Request,
  WorkerOperations,
  WorkerSetup,
} from './protocol.ts'

// Before anything that may keep a reference to the real clock.
installHostGlobals()
const { Machine } = await import('./machine.ts')

type Machine = InstanceType<typeof Machine>
type Handlers = {
  [Name in Operation]: (
    request: Request,
    ...args: Parameters<WorkerOperations[Name]>
  ) => ReturnType<WorkerOperations[Name]> | Promise<ReturnType<WorkerOperations[Name]>>
}

const machines = new Map<number, Machine>()
const { cancels } = workerData as WorkerSetup

const handlers: Handlers = {
  open({ sandbox }, { limits, clockStart, files, folders }) {
    const machine = new Machine(limits, Machine.initialState(clockStart))
    machine.makeFolders(folders)
    machine.writeFiles(files)
    machines.set(sandbox, machine)
  },
  fork(request, fresh) {
    machines.set(fresh, machineOf(request).fork())
  },
  close({ sandbox }) {
    machines.delete(sandbox)
  },
  async exec(request, options) {
    const slot = request.id % cancels.length
    const machine = machineOf(request)
    loaded ??= loadCommands(machine)
    await loaded
    return machine.exec(options, () => Atomics.load(cancels, slot) === request.id)
  },
  readFile: (request, path) => machineOf(request).readFile(path),
  writeFiles: (request, files) => machineOf(request).writeFiles(files),
  listFiles: (request, path) => machineOf(request).listFiles(path),
  remove: (request, path) => machineOf(request).remove(path),
  putTar: (request, archive, path) => machineOf(request).putTar(archive, path),
  getTar: (request, path) => machineOf(request).getTar(path),
  state: (request) => machineOf(request).state(),
  restore: (request, state) => machineOf(request).restore(state),
  stateHash: (request) => machineOf(request).stateHash(),
}

let loaded: Promise<unknown> | undefined

/**
 * `ls` draws random numbers when its module is loaded. Drawn from the stream of whoever lists first, they would
 * make its sandbox another one than the next.
 */
function loadCommands(machine: Machine): Promise<unknown> {
  const options = { cwd: undefined, env: undefined, stdin: undefined }
  const limits = { timeoutMs: 10_000, maxOutputBytes: 1000 }
  return machine.fork().exec({ command: 'ls', ...options, ...limits }, () => false)
}

function machineOf({ sandbox }: Request): Machine {
  const machine = machines.get(sandbox)
  if (!machine) throw new Error(`there is no sandbox ${sandbox}`)
  return machine
}

async function handle(request: Request): Promise<Reply> {
  const handler = handlers[request.operation] as (
    request: Request,
    ...args: readonly unknown[]
  ) => unknown
  try {
    return { id: request.id, value: await handler(request, ...request.argument) }
  } catch (error) {
    return { id: request.id, error: describe(error) }
  }
}

function describe(error: unknown): ReplyError {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof SandboxFileError ? { message, path: error.path } : { message }
}

// One at a time: the clock and chance of the thread belong to the sandbox that is running.
let last: Promise<void> = Promise.resolve()
parentPort?.on('message', (request: Request) => {
  last = last.then(async () => parentPort?.postMessage(await handle(request)))
})
