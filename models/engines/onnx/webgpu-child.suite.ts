/** The process that computes on WebGPU for webgpu.test.ts: its driver is chosen by the environment it starts with. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTracer } from '../../ops/trace.ts'
import { sizeOf } from '../../tensor.ts'
import { type AgreementCase, agreementCases } from '../agreement/cases.suite.ts'
import { step, trainOnce } from '../agreement/train-once.suite.ts'
import { stepOf } from '../check-step.ts'
import { openWorkerEngine } from '../worker/engine.ts'
import { createOnnxBackend } from './backend.ts'
import { loadOnnxRuntime } from './load-onnxruntime.ts'

/** One node as it ran. */
export interface RanNode {
  readonly op: string
  readonly provider: string
  /** Element types, one a tensor. */
  readonly types: readonly string[]
  /** Numbers in all outputs. */
  readonly size: number
}

export interface WebgpuReport {
  readonly trained: readonly {
    readonly name: string
    readonly cpu: Trained
    readonly webgpu: Trained
  }[]
  readonly nodes: readonly RanNode[]
}
type Trained = Awaited<ReturnType<typeof trainOnce>>

/** The two layouts, with an adapter and without: shaders of each case are compiled for ten seconds. */
const cases = agreementCases.filter(
  ({ name }) => name.startsWith('qwen3, packed rows') || name.startsWith('llama, biases'),
)

async function trainAll(device: 'cpu' | 'webgpu'): Promise<readonly Trained[]> {
  await using engine = await openWorkerEngine({
    ...{ engine: 'onnx', device, threads: 1, reason: 'for a test' },
  })
  const trained: Trained[] = []
  for (const given of cases) trained.push(await trainOnce(engine, given))
  return trained
}

/** Trains once in this thread with ONNX Runtime's profile of every session that the engine makes. */
async function profile(folder: string, given: readonly AgreementCase[]): Promise<RanNode[]> {
  const runtime = await loadOnnxRuntime()
  const create = runtime.InferenceSession.create.bind(runtime.InferenceSession)
  const sessions: Awaited<ReturnType<typeof create>>[] = []
  const profiled = async (model: Uint8Array, options: object) => {
    const profileFilePrefix = join(folder, String(sessions.length))
    const session = await create(model, { ...options, enableProfiling: true, profileFilePrefix })
    sessions.push(session)
    return session
  }
  Object.assign(runtime.InferenceSession, { create: profiled })
  const backend = await createOnnxBackend({ device: 'webgpu', threads: 1 })
  for (const { declared, weights, definition, batches } of given) {
    const shapes = Object.entries(declared).map(([name, { shape }]) => [name, shape] as const)
    const tracer = createTracer({
      ...{ parameters: Object.fromEntries(shapes), batch: definition.batch },
    })
    const { loss, metrics = {} } = definition.build(tracer)
    const parameters = await backend.open(declared)
    for await (const { name, data } of weights()) await parameters.write(name, data)
    const program = await parameters.compileProgram({ graph: tracer.graph, loss, outputs: metrics })
    for (const batch of batches.slice(0, 1)) await program.accumulate(batch)
    await parameters.apply(stepOf(step))
    const [name = ''] = Object.keys(declared)
    await parameters.read(name)
  }
  for (const session of sessions) session.endProfiling()
  const files = await readdir(folder)
  if (files.length !== sessions.length) throw new Error(`${files.length} profiles were written`)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return texts.flatMap((text) => nodesOf(JSON.parse(text) as readonly ProfileEvent[]))
}

interface ProfileEvent {
  readonly cat: string
  readonly name: string
  readonly args?: {
    readonly op_name?: string
    readonly provider?: string
    readonly input_type_shape?: readonly Readonly<Record<string, readonly number[]>>[]
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[]
  }
}

const nodesOf = (events: readonly ProfileEvent[]): RanNode[] =>
  events.flatMap(({ cat, name, args }) => {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) return []
    const { op_name: op = '', provider = '' } = args ?? {}
    const { input_type_shape: inputs = [], output_type_shape: outputs = [] } = args ?? {}
    const types = [...inputs, ...outputs].flatMap((tensor) => Object.keys(tensor))
    const shapes = outputs.flatMap((tensor) => Object.values(tensor))
    const size = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0)
    return [{ op, provider, types, size }]
  })

const [cpu, webgpu] = [await trainAll('cpu'), await trainAll('webgpu')]
const report: WebgpuReport = {
  trained: cases.flatMap(({ name }, i) => {
    const [a, b] = [cpu[i], webgpu[i]]
    return a && b ? [{ name, cpu: a, webgpu: b }] : []
  }),
  nodes: await profile(process.argv[2] ?? '', cases),
}
process.send?.(report)
