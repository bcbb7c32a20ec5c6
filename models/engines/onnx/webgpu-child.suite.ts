/** The process that computes on WebGPU for webgpu.test.ts: its driver is chosen by the environment it starts with. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRng, type Sample } from '../../../core/index.ts'
import { createTracer } from '../../ops/trace.ts'
import { configs, openSharp, randomPrompt, requestOf } from '../../sampler/sampled-policy.suite.ts'
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
  readonly sampled: Readonly<Record<'cpu' | 'webgpu', readonly Sample[]>>
}
type Trained = Awaited<ReturnType<typeof trainOnce>>

/** The two layouts, with an adapter and without: shaders of each case are compiled for ten seconds. */
const cases = agreementCases.filter(
  ({ name }) => name.startsWith('qwen3, packed rows') || name.startsWith('llama, biases'),
)

type Device = 'cpu' | 'webgpu'
const openOn = (device: Device) =>
  openWorkerEngine({ engine: 'onnx', device, threads: 1, reason: 'for a test' })

async function trainAll(device: Device): Promise<readonly Trained[]> {
  await using engine = await openOn(device)
  const trained: Trained[] = []
  for (const given of cases) trained.push(await trainOnce(engine, given))
  return trained
}

/**
 * Three requests in one batch, of which the last takes up what the first has of its prompt: all three graphs
 * of a sampler run. Weights stay on the device; keys and values lie in memory of this program there, too,
 * and all of them go up at each tick.
 */
async function sampleOn(device: Device): Promise<readonly Sample[]> {
  const { qwen3: config } = configs
  if (!config) throw new Error('no such config')
  await using engine = await openOn(device)
  await using parameters = await openSharp(engine, config)
  await using sampler = await parameters.sampler({ config })
  const rng = createRng(1)
  const first = randomPrompt(rng, 20)
  const prompts = [first, randomPrompt(rng, 7), [...first, ...randomPrompt(rng, 5)]]
  return await Promise.all(
    prompts.map((prompt, i) =>
      sampler.sample(requestOf(prompt, 8, i, { temperature: i === 1 ? 0 : 0.7 })),
    ),
  )
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
  sampled: { cpu: await sampleOn('cpu'), webgpu: await sampleOn('webgpu') },
}
process.send?.(report)
