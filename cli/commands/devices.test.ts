import { expect, test, vi } from 'vitest'
import { palaestra } from '../palaestra.suite.ts'

// It starts a process for each device.
vi.setConfig({ testTimeout: 90_000 })

test('shows what each engine can use here, what would be chosen, and why', async () => {
  const { code, stdout, stderr } = await palaestra('devices')

  expect(code).toBe(0)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^engine onnx\n/)
  expect(stdout).toMatch(/\n {2}cpu +yes +onnxruntime-node 1\.30\.0, \d+ threads?/)
  expect(stdout).toMatch(/\n {2}wasm +yes +TensorFlow\.js 4\.22\.0/)
  expect(stdout).toMatch(/\nChosen unless you say otherwise: onnx on \w+\.\n {2}the default engine/)
})

test('a graphics driver that is not there costs no more than its device; --json is one line', async () => {
  vi.stubEnv('VK_DRIVER_FILES', '/nowhere.json')
  const { code, stdout } = await palaestra('devices', '--json')
  vi.unstubAllEnvs()

  const { devices, choice } = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(stdout.split('\n')).toHaveLength(2)
  expect(devices).toContainEqual({
    ...{ engine: 'onnx', device: 'webgpu', available: false },
    detail: expect.any(String),
    missing: expect.stringContaining('Vulkan'),
  })
  expect(choice).toMatchObject({ engine: 'onnx', reason: expect.any(String) })
})

test('set-up for both kinds of machine at once is refused with exit code 2', async () => {
  const { code, stderr } = await palaestra('setup', 'tensorflow', '--cuda', '--cpu')

  expect(code).toBe(2)
  expect(stderr).toBe('Cannot set up TensorFlow: --cuda and --cpu exclude each other (give one)\n')
})
