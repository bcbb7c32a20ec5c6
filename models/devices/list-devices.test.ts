import { expect, test } from 'vitest'
import { type Findings, reportsOf } from './list-devices.ts'

const works = { works: true, detail: 'version 1' } as const
const adapter = { works: true, detail: 'NVIDIA H200' } as const
const absent = (name: string) => ({
  works: false as const,
  problem: `Cannot load ${name}: it is not installed (npm install ${name})`,
})
const reportOf = (place: string, found: Findings, driver: string | null = null) =>
  reportsOf(found, { driver, machine: '2 threads' }).find(
    ({ engine, device }) => `${engine} ${device}` === place,
  )

test('of what is not installed, the reason and the command stand apart', () => {
  expect(reportOf('tfjs wasm', { 'tfjs wasm': absent('x') })).toEqual({
    ...{ engine: 'tfjs', device: 'wasm', available: false, detail: 'it is not installed' },
    missing: expect.stringContaining('@tensorflow/tfjs-backend-wasm@4.22.0'),
  })
})

test('webgpu says on which adapter, and whether that is a program on the CPU', () => {
  const hardware = reportOf('onnx webgpu', { 'onnx webgpu': works, adapter })
  const software = reportOf('onnx webgpu', {
    'onnx webgpu': works,
    adapter: { ...adapter, software: true },
  })

  expect(hardware).toMatchObject({ available: true, detail: 'version 1, NVIDIA H200' })
  expect(hardware).not.toHaveProperty('software')
  expect(software).toMatchObject({ available: true, software: true })
})

test('an adapter that nobody could look at counts as software, and says what looks at it', () => {
  expect(
    reportOf('onnx webgpu', { 'onnx webgpu': works, adapter: absent('webgpu') }),
  ).toMatchObject({
    ...{ available: true, software: true, missing: 'npm install webgpu@0.6.2' },
  })
})

test('native TensorFlow is one of its two devices: the one it took', () => {
  const on = (onGpu: boolean, place: string) =>
    reportOf(place, { 'tfjs native': { ...works, onGpu } }, '570.1')?.available

  expect([on(true, 'tfjs native-cuda'), on(true, 'tfjs native-cpu')]).toEqual([true, false])
  expect([on(false, 'tfjs native-cuda'), on(false, 'tfjs native-cpu')]).toEqual([false, true])
})

test('without a driver of NVIDIA nothing is advised for CUDA', () => {
  expect(reportOf('onnx cuda', {})).not.toHaveProperty('missing')
  expect(reportOf('onnx cuda', { 'onnx cuda': absent('x') }, '570.1')).toMatchObject({
    missing: expect.stringContaining('cuda12'),
  })
})
