import { parentPort, workerData } from 'node:worker_threads'
import { ModelError, messageOf } from '../../../core/index.ts'
import type { ParameterDeclarations } from '../../engine.ts'
import type { SamplerLink } from '../../sampler/create-sampler.ts'
import { hostSampler } from '../../sampler/host-sampler.ts'
import type { Backend, BackendInference, BackendParameters, BackendProgram } from '../backend.ts'
import type { Method, Request, Requests, Response, WorkerOptions } from './protocol.ts'

const options: WorkerOptions = workerData
const backend: Promise<Backend> = openBackend(options)
backend.catch(() => {})
const opened = new Map<number, BackendParameters>()
const declarations = new Map<number, ParameterDeclarations>()
const programs = new Map<number, BackendProgram>()
const inferences = new Map<number, BackendInference>()
const samplers = new Map<number, SamplerLink>()
/** Programs, inferences and samplers to their parameters, with which they end. */
const owners = new Map<number, number>()
let handles = 0

async function openBackend({ engine, device, threads }: WorkerOptions): Promise<Backend> {
  if (engine === 'onnx') {
    const { createOnnxBackend } = await import('../onnx/backend.ts')
    return createOnnxBackend({ device, threads })
  }
  const { createTfjsBackend } = await import('../tfjs/backend.ts')
  return createTfjsBackend({ device, threads })
}

function held<T>(things: ReadonlyMap<number, T>, handle: number): T {
  const thing = things.get(handle)
  if (!thing) throw new ModelError('Cannot compute: this has been closed (open it again)')
  return thing
}

const store = <T>(things: Map<number, T>, thing: T, of?: number): number => {
  things.set(++handles, thing)
  if (of !== undefined) owners.set(handles, of)
  return handles
}

type Handlers = {
  readonly [M in Method]: (...args: Parameters<Requests[M]>) => Promise<ReturnType<Requests[M]>>
}
const handlers: Handlers = {
  start: async () => (await backend).versions,
  async open(declared) {
    const handle = store(opened, await (await backend).open(declared))
    declarations.set(handle, declared)
    return handle
  },
  write: (handle, name, data) => held(opened, handle).write(name, data),
  read: (handle, name) => held(opened, handle).read(name),
  readGradient: (handle, name) => held(opened, handle).readGradient(name),
  readMoment: (handle, name, which) => held(opened, handle).readMoment(name, which),
  writeMoment: (handle, name, which, data) => held(opened, handle).writeMoment(name, which, data),
  step: (handle) => held(opened, handle).step(),
  setStep: (handle, step) => held(opened, handle).setStep(step),
  zeroGradients: (handle) => held(opened, handle).zeroGradients(),
  apply: (handle, step) => held(opened, handle).apply(step),
  compileProgram: async (handle, program) =>
    store(programs, await held(opened, handle).compileProgram(program), handle),
  compileInference: async (handle, graph) =>
    store(inferences, await held(opened, handle).compileInference(graph), handle),
  accumulate: (handle, batch) => held(programs, handle).accumulate(batch),
  run: (handle, batch) => held(inferences, handle).run(batch),
  async openSampler(handle, options) {
    const hosted = hostSampler(held(opened, handle), held(declarations, handle), options, schedule)
    return store(samplers, hosted, handle)
  },
  sample: (sampler, ticket, request) => held(samplers, sampler).sample(ticket, request),
  cancel: (sampler, ticket) => held(samplers, sampler).cancel(ticket),
  hold: (sampler) => held(samplers, sampler).hold(),
  resume: (sampler) => held(samplers, sampler).resume(),
  swap: (sampler, weights, version) => held(samplers, sampler).swap(weights, version),
  version: (sampler) => held(samplers, sampler).version(),
  statistics: (sampler) => held(samplers, sampler).statistics(),
  async close(handle) {
    for (const [one, owner] of owners) if (owner === handle) await release(one)
    await release(handle)
  },
  async stop() {
    // Else they would go on until the thread ends, which may not be in the middle of what a library does.
    for (const sampler of samplers.values()) await sampler.close()
    await (await backend).close()
  },
}

async function release(handle: number): Promise<void> {
  owners.delete(handle)
  for (const things of [programs, inferences, samplers, opened]) {
    const thing = things.get(handle)
    things.delete(handle)
    declarations.delete(handle)
    await thing?.close()
  }
}

/** Memory that may move to the other side: whole buffers, once each. */
function buffersIn(result: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      const { buffer } = value
      const whole = buffer instanceof ArrayBuffer && buffer.byteLength === value.byteLength
      if (whole) found.add(buffer)
    } else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) visit(part)
    }
  }
  visit(result)
  return [...found]
}

// One after another: the library blocks anyhow, and the order of steps is the caller's.
let last: Promise<void> = Promise.resolve()
function schedule(work: () => Promise<void>): void {
  last = last.then(work)
}
/** These change nothing that is computed with: they come in between, where they are in time for a tick. */
const atOnce: ReadonlySet<Method> = new Set([
  ...(['sample', 'cancel', 'hold', 'resume', 'version', 'statistics'] as const),
])
parentPort?.on('message', (request: Request) => {
  if (atOnce.has(request.method)) void answer(request)
  else schedule(() => answer(request))
})

async function answer({ id, method, args }: Request): Promise<void> {
  let response: Response
  try {
    const handle = handlers[method] as (...args: readonly unknown[]) => Promise<unknown>
    response = { id, result: await handle(...args) }
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error'
    response = { id, problem: { name, message: messageOf(error) } }
  }
  parentPort?.postMessage(response, 'result' in response ? buffersIn(response.result) : [])
}
