import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import util from 'node:util'
import { ConfigError, messageOf } from '../../../core/index.ts'
import { loadDawn } from '../../devices/load-dawn.ts'
import { installs, packageProblem } from '../../devices/missing-package.ts'
import { findNative, type NativeTensorFlow, setUpNative } from './native-folder.ts'

/** TensorFlow.js. Inside models/ only: an optional package's types are not for exported signatures. */
export type Tfjs = typeof import('@tensorflow/tfjs-core')

/**
 * Where TensorFlow.js computes: `native-*` is TensorFlow itself, behind its Node binding, and `native`
 * whichever of the two it takes.
 */
export type TfjsDevice = 'native' | 'native-cuda' | 'native-cpu' | 'webgpu' | 'wasm' | 'cpu'

/** Name of the backend behind a device, as `tf.getBackend()` says it. */
const backends = {
  native: 'tensorflow',
  'native-cuda': 'tensorflow',
  'native-cpu': 'tensorflow',
  webgpu: 'webgpu',
  wasm: 'wasm',
  cpu: 'cpu',
} as const satisfies Record<TfjsDevice, string>

/**
 * TensorFlow.js on a device, which is made the current one and read back: `setBackend` may leave
 * another. Native TensorFlow brings a tfjs-core of its own, so use the one given here, no import.
 * @throws ConfigError that says what is missing and what installs it.
 */
export async function loadTfjs(device: TfjsDevice): Promise<Tfjs> {
  const tf = await loaders[device]()
  const wanted = backends[device]
  let reason = 'another backend stayed in place'
  const isSet = await tf.setBackend(wanted).catch((error: unknown) => {
    reason = messageOf(error).split('\n')[0] ?? ''
    return false
  })
  if (!isSet || tf.getBackend() !== wanted) {
    throw new ConfigError(
      `Cannot use ${device} with TensorFlow.js: ${reason} (palaestra devices shows what works here)`,
    )
  }
  if (device === 'cpu') withoutAdvert(tf)
  if (device.startsWith('native-')) checkNative(tf, device)
  return tf
}

const loaders: Readonly<Record<TfjsDevice, () => Promise<Tfjs>>> = {
  cpu: loadCpu,
  wasm: loadWasm,
  webgpu: loadWebgpu,
  native: async () => loadNative(),
  'native-cpu': async () => loadNative(),
  'native-cuda': async () => loadNative(),
}

async function loadCpu(): Promise<Tfjs> {
  try {
    const tf = await loadCore()
    await import('@tensorflow/tfjs-backend-cpu')
    return tf
  } catch (error) {
    throw packageProblem('@tensorflow/tfjs-backend-cpu', installs.tfjs, error)
  }
}

async function loadWasm(): Promise<Tfjs> {
  try {
    const tf = await loadCore()
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
    // Its own folder: else it looks beside the program that was started.
    if (!isRunning(tf, 'wasm')) setWasmPaths(`${dirname(main)}/`)
    return tf
  } catch (error) {
    throw packageProblem('@tensorflow/tfjs-backend-wasm', installs.wasm, error)
  }
}

/** Gradients are no part of what Node loads as tfjs-core: tfjs-layers brings and registers them. */
async function loadCore(): Promise<Tfjs> {
  const tf = await import('@tensorflow/tfjs-core')
  await import('@tensorflow/tfjs-layers')
  return tf
}

const isRunning = (tf: Tfjs, backend: string) => backend in tf.engine().registry

/** The backend registers itself at import, where it finds a browser's `navigator.gpu`: Dawn is put there. */
async function loadWebgpu(): Promise<Tfjs> {
  const gpu = await provideGpu()
  const adapter = await gpu.requestAdapter()
  if (!adapter) {
    throw new ConfigError(
      'Cannot use webgpu with TensorFlow.js: no graphics driver answers (install a Vulkan driver: palaestra devices shows what is there)',
    )
  }
  try {
    const tf = await loadCore()
    await import('@tensorflow/tfjs-backend-webgpu')
    return tf
  } catch (error) {
    throw packageProblem('@tensorflow/tfjs-backend-webgpu', installs.webgpu, error)
  }
}

async function provideGpu(): Promise<Pick<GPU, 'requestAdapter'>> {
  const global: { navigator?: { gpu?: GPU } } = globalThis as object
  const navigator = global.navigator ?? {}
  if (navigator.gpu) return navigator.gpu
  const { create, globals } = await loadDawn()
  const gpu = create([])
  for (const [name, value] of Object.entries(globals)) {
    if (!(name in globalThis)) define(globalThis, name, value)
  }
  define(navigator, 'gpu', gpu)
  // Node has a navigator of its own from version 21 on.
  if (!('navigator' in globalThis)) define(globalThis, 'navigator', navigator)
  return gpu
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

/** In a worker thread the environment is a copy that native code does not see: set these before it starts. */
const nativeEnvironment = { TF_CPP_MIN_LOG_LEVEL: '3', TF_FORCE_GPU_ALLOW_GROWTH: 'true' }

function loadNative(): Tfjs {
  const native = findNative()
  for (const [name, value] of Object.entries(nativeEnvironment)) process.env[name] ??= value
  // The binding still uses two functions that Node 23 removed.
  Object.assign(util, {
    isNullOrUndefined:
      Reflect.get(util, 'isNullOrUndefined') ?? ((value: unknown) => value == null),
    isArray: Reflect.get(util, 'isArray') ?? Array.isArray,
  })
  try {
    return requireNative(native)
  } catch (error) {
    const [line = ''] = messageOf(error).split('\n')
    throw new ConfigError(
      `Cannot load native TensorFlow from ${native.folder}: ${line} (set it up again: ${setUpNative} --again)`,
      { cause: error },
    )
  }
}

/** The binding registers its backend with its own tfjs-core. */
function requireNative({ folder }: NativeTensorFlow): Tfjs {
  const load = createRequire(join(folder, 'package.json'))
  load('./')
  return load('@tensorflow/tfjs-core') as Tfjs
}

/** One binding serves both: which device it took is asked, not assumed. */
function checkNative(tf: Tfjs, device: TfjsDevice): void {
  const onGpu = Reflect.get(tf.backend(), 'isUsingGpuDevice') === true
  if (onGpu === (device === 'native-cuda')) return
  throw new ConfigError(
    onGpu
      ? 'Cannot use native-cpu with TensorFlow.js: TensorFlow took the GPU (set CUDA_VISIBLE_DEVICES=-1, or choose native-cuda)'
      : `Cannot use native-cuda with TensorFlow.js: TensorFlow found no GPU it can use (set it up for CUDA: ${setUpNative} --cuda, or choose native-cpu)`,
  )
}

/** The first tensor of the cpu backend prints an advert of another package, unless in production mode. */
function withoutAdvert(tf: Tfjs): void {
  const before = tf.env().get('PROD')
  tf.env().set('PROD', true)
  tf.scalar(0).dispose()
  tf.env().set('PROD', before)
}
