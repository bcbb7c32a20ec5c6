import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { hasSystemPart } from '../../../test/system-parts.ts'
import { relativeError } from '../agreement/train-once.suite.ts'
import type { WebgpuReport } from './webgpu-child.suite.ts'

/** Vulkan as a program on the CPU, which comes with Chromium: the same shaders as on a GPU. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json'
const TOLERANCE = 1e-4
/** Of sizes, and of places in a row: these stay on the CPU, which needs their values to plan. */
const bookkeeping = [
  ...['Add', 'Cast', 'Concat', 'Div', 'Gather', 'Less', 'Mul', 'Range', 'Shape', 'Slice'],
  ...['Squeeze', 'Sub', 'Unsqueeze'],
]

const isThere = existsSync(DRIVER) && hasSystemPart('vulkan')
if (!isThere) {
  console.warn(
    `Engine onnx on WebGPU is not tested: there is no ${DRIVER}, or no Vulkan loader (npm run setup:system)`,
  )
}
const isDue = isThere || process.env['CI'] !== undefined

/** What a process with that driver computes. It is killed then: drivers may fall over as they end. */
async function computeOnWebgpu(): Promise<WebgpuReport> {
  const profiles = await mkdtemp(join(tmpdir(), 'palaestra-webgpu-'))
  try {
    return await new Promise((resolve, reject) => {
      const child = fork(join(import.meta.dirname, 'webgpu-child.suite.ts'), [profiles], {
        execArgv: ['--conditions=palaestra-source', '--import', 'tsx'],
        env: { ...process.env, VK_DRIVER_FILES: DRIVER },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        serialization: 'advanced',
      })
      let said = ''
      child.stderr?.on('data', (text) => {
        said += text
      })
      child.once('message', (report) => {
        resolve(report as WebgpuReport)
        child.kill('SIGKILL')
      })
      child.once('error', reject)
      child.once('close', (code) => reject(new Error(`It ended with code ${code}:\n${said}`)))
    })
  } finally {
    await rm(profiles, { recursive: true, force: true })
  }
}

describe.runIf(isDue)('engine onnx on WebGPU', () => {
  let report: WebgpuReport
  beforeAll(async () => {
    report = await computeOnWebgpu()
  }, 240_000)

  test('gives the losses, gradients and new weights of the CPU', () => {
    expect(report.trained).toHaveLength(2)
    const apart = report.trained.flatMap(({ name, cpu, webgpu }) =>
      [...cpu].flatMap(([what, numbers]) => {
        const error = relativeError(webgpu.get(what) ?? [], numbers)
        return error < TOLERANCE ? [] : [{ name, what, error }]
      }),
    )

    expect(apart).toEqual([])
  })

  test('samples what the CPU samples', () => {
    const { cpu, webgpu } = report.sampled

    expect(cpu.map(({ ids }) => ids.length)).toEqual([8, 8, 8])
    expect(webgpu.map(({ ids }) => ids)).toEqual(cpu.map(({ ids }) => ids))
    const apart = webgpu.flatMap(({ logProbs }, i) =>
      logProbs.map((logProb, place) => Math.abs(logProb - (cpu[i]?.logProbs[place] ?? NaN))),
    )
    expect(Math.max(...apart)).toBeLessThan(TOLERANCE)
  })

  test('computes on the GPU whatever is not bookkeeping of sizes', () => {
    const { nodes } = report
    const onGpu = nodes.filter(({ provider }) => provider === 'WebGpuExecutionProvider')
    const elsewhere = nodes.filter(({ provider }) => provider !== 'WebGpuExecutionProvider')
    const floats = elsewhere.filter(
      ({ op, types, size }) =>
        types.some((type) => type !== 'int64' && type !== 'bool') &&
        // A size as a number of the graph.
        !(op === 'Cast' && types[0] === 'int64' && size === 1),
    )

    expect(floats).toEqual([])
    expect(bookkeeping).toEqual(expect.arrayContaining(elsewhere.map(({ op }) => op)))
    expect(onGpu.map(({ op }) => op)).toEqual(
      expect.arrayContaining(['MatMul', 'Gemm', 'Softmax', 'ScatterElements', 'Sqrt']),
    )
  })
})
