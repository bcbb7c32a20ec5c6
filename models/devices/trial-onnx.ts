import { loadOnnxRuntime } from '../engines/onnx/load-onnxruntime.ts'
import { loadDawn } from './load-dawn.ts'
import { NO_DRIVER } from './no-driver.ts'
import type { Finding } from './trial.ts'

/** An ONNX graph `y = x + x` of one float32 (opset 17): the least that shows that a device computes. */
const doubling = Buffer.from(
  '0808420210113a350a0e0a01780a017812017922034164641201675a0f0a0178120a0a08080112040a020801620f0a0179120a0a08080112040a020801',
  'hex',
)

export async function tryOnnx(provider: 'cpu' | 'webgpu' | 'cuda'): Promise<Finding> {
  const ort = await loadOnnxRuntime()
  ort.env.logLevel = 'error'
  const version = `onnxruntime-node ${ort.env.versions.node ?? 'of unknown version'}`
  if (!ort.listSupportedBackends().some(({ name }) => name === provider)) {
    return { works: false, problem: `${version} has no ${provider} for this platform` }
  }
  // A provider alone: one that is not there then is an error, and not replaced.
  const session = await ort.InferenceSession.create(doubling, { executionProviders: [provider] })
  const x = new ort.Tensor('float32', Float32Array.of(21), [1])
  const { y } = await session.run({ x })
  const [answer] = (y?.data ?? []) as Float32Array
  if (answer !== 42) return { works: false, problem: `${version} computes 21 + 21 as ${answer}` }
  return { works: true, detail: version }
}

/** The graphics adapter that WebGPU gets here. */
export async function tryAdapter(): Promise<Finding> {
  const { create } = await loadDawn()
  const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return { works: false, problem: NO_DRIVER }
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ')
  const software =
    isFallbackAdapter ||
    /swiftshader|llvmpipe|lavapipe|basic render/i.test([name, architecture, device].join(' '))
  const buffers = `buffers up to ${(adapter.limits.maxBufferSize / 2 ** 30).toFixed(1)} GiB`
  return { works: true, detail: `${name}, ${buffers}`, software }
}
