import { availableParallelism, totalmem } from 'node:os'
import { setUpNative } from '../engines/tfjs/native-folder.ts'
import type { DeviceRequest } from './choose-device.ts'
import { installs } from './missing-package.ts'
import { NO_DRIVER } from './no-driver.ts'
import { nvidiaDriver } from './nvidia.ts'
import type { DeviceReport, EngineName } from './report.ts'
import { type Finding, type Trial, tryOut } from './trial.ts'

const DRIVER =
  'install a graphics driver with Vulkan, and its loader (Debian: apt-get install libvulkan1)'
const NO_NVIDIA = 'no NVIDIA GPU with a driver is here'

/** What is tried, and whose device it tells of. */
const trialsOf: Readonly<Record<Trial, readonly DeviceReport['device'][]>> = {
  'onnx cpu': ['cpu'],
  'onnx webgpu': ['webgpu'],
  'onnx cuda': ['cuda'],
  adapter: ['webgpu'],
  'tfjs native': ['native-cpu', 'native-cuda'],
  'tfjs webgpu': ['webgpu'],
  'tfjs wasm': ['wasm'],
  'tfjs cpu': ['cpu'],
}

/**
 * What each engine can use on this machine: all of it tried at once, in processes of their own. Where
 * only an engine or a device is asked for, nothing else is tried, nor told of.
 */
export async function listDevices({
  engine,
  device,
}: DeviceRequest = {}): Promise<readonly DeviceReport[]> {
  const driver = nvidiaDriver()
  const trials = (Object.keys(trialsOf) as Trial[]).filter((trial) => {
    const other = trial !== 'adapter' && engine !== undefined && !trial.startsWith(engine)
    const elsewhere = device !== undefined && !trialsOf[trial].includes(device)
    return !other && !elsewhere && (trial !== 'onnx cuda' || driver !== null)
  })
  const found = await Promise.all(
    trials.map(async (trial) => [trial, await tryOut(trial)] as const),
  )
  const reports = reportsOf(Object.fromEntries(found), { driver, machine: describeMachine() })
  return reports.filter(
    (report) =>
      (engine === undefined || report.engine === engine) &&
      (device === undefined || report.device === device),
  )
}

const describeMachine = () =>
  `${availableParallelism()} threads, ${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`

export type Findings = Readonly<Partial<Record<Trial, Finding>>>

/** What was found, device by device. `driver`: version of NVIDIA's, if there is one. */
export function reportsOf(
  found: Findings,
  { driver, machine }: { readonly driver: string | null; readonly machine: string },
): readonly DeviceReport[] {
  const nvidia = { install: installs.cuda, what: `NVIDIA driver ${driver}` }
  return [
    driver === null
      ? { engine: 'onnx', device: 'cuda', available: false, detail: NO_NVIDIA }
      : report('onnx', 'cuda', found['onnx cuda'], nvidia),
    graphics('onnx', found, installs.onnx),
    report('onnx', 'cpu', found['onnx cpu'], { install: installs.onnx, what: machine }),
    nativeCuda(found['tfjs native'], driver),
    graphics('tfjs', found, installs.webgpu),
    nativeCpu(found['tfjs native'], machine),
    report('tfjs', 'wasm', found['tfjs wasm'], { install: installs.wasm, what: '1 thread' }),
    report('tfjs', 'cpu', found['tfjs cpu'], {
      install: installs.tfjs,
      what: 'JavaScript, 1 thread',
    }),
  ]
}

function report(
  engine: EngineName,
  device: DeviceReport['device'],
  finding: Finding = { works: false, problem: 'it was not tried' },
  { install, what }: { readonly install: string; readonly what: string },
): DeviceReport {
  return finding.works
    ? { engine, device, available: true, detail: `${finding.detail}, ${what}` }
    : { engine, device, available: false, detail: short(finding.problem), missing: install }
}

/** The engine's own trial says whether it works, Dawn's adapter what it is. */
function graphics(engine: EngineName, found: Findings, install: string): DeviceReport {
  const base = { engine, device: 'webgpu' } as const
  const finding = found[`${engine} webgpu`]
  const adapter = found.adapter
  if (finding?.works && adapter?.works) {
    const kind = adapter.software ? `a software adapter: ${adapter.detail}` : adapter.detail
    const detail = `${finding.detail}, ${kind}`
    return { ...base, available: true, detail, ...(adapter.software ? { software: true } : {}) }
  }
  if (finding?.works) {
    // It could be a program on the CPU: without a look at it, it is never chosen unasked.
    const detail = `${finding.detail}, on an adapter that nobody could look at`
    return { ...base, available: true, detail, software: true, missing: installs.dawn }
  }
  const problem = short(finding?.works === false ? finding.problem : 'it was not tried')
  const noDriver = adapter?.works === false && adapter.problem === NO_DRIVER
  return noDriver && !/not installed/.test(problem)
    ? { ...base, available: false, detail: NO_DRIVER, missing: DRIVER }
    : { ...base, available: false, detail: problem, missing: install }
}

function nativeCuda(finding: Finding | undefined, driver: string | null): DeviceReport {
  const base = { engine: 'tfjs', device: 'native-cuda' } as const
  if (driver === null) return { ...base, available: false, detail: NO_NVIDIA }
  const native = report('tfjs', 'native-cuda', finding, {
    install: `${setUpNative} --cuda`,
    what: `NVIDIA driver ${driver}`,
  })
  if (!finding?.works || finding.onGpu) return native
  const detail = `${finding.detail}, which uses no GPU`
  return { ...base, available: false, detail, missing: `${setUpNative} --cuda` }
}

function nativeCpu(finding: Finding | undefined, machine: string): DeviceReport {
  const install = setUpNative.replace(/ --$/, '')
  const native = report('tfjs', 'native-cpu', finding, { install, what: machine })
  if (!finding?.works || !finding.onGpu) return native
  const missing = 'set CUDA_VISIBLE_DEVICES=-1'
  return { ...native, available: false, detail: 'TensorFlow took the GPU', missing }
}

/** The reason alone, where a message is one of ours: what to do about it is a field of its own. */
const short = (problem: string) => /^Cannot .+?: (.+) \(.+\)$/.exec(problem)?.[1] ?? problem
