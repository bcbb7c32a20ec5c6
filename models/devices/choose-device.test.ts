import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseDevice } from './choose-device.ts'
import { type DeviceReport, engineNames, preference } from './report.ts'

const all = engineNames.flatMap((engine) =>
  preference[engine].map((device) => ({ engine, device })),
)
/** Of any machine: each device there, there in software (webgpu alone), or not. */
const machine: fc.Arbitrary<readonly DeviceReport[]> = fc
  .tuple(...all.map(() => fc.constantFrom('there', 'software', 'missing')))
  .map((states) =>
    all.map(({ engine, device }, index): DeviceReport => {
      const state = states[index]
      const detail = `detail of ${engine} ${device}`
      if (state === 'missing') {
        return { engine, device, available: false, detail, missing: `install ${engine} ${device}` }
      }
      const software = state === 'software' && device === 'webgpu'
      return { engine, device, available: true, detail, ...(software ? { software } : {}) }
    }),
  )

const usable = (reports: readonly DeviceReport[], engine: string) =>
  reports.filter((report) => report.engine === engine && report.available && !report.software)

test('an engine gets its best device that is there, and never a software adapter unasked', () => {
  fc.assert(
    fc.property(machine, fc.constantFrom(undefined, ...engineNames), (reports, engine) => {
      const expected = engine ?? 'onnx'
      const there = usable(reports, expected).map(({ device }) => device)
      const best = preference[expected].find((device) => there.includes(device))
      if (best === undefined) {
        expect(() => chooseDevice({ engine }, reports)).toThrow(/^Cannot use engine/)
      } else {
        expect(chooseDevice({ engine }, reports)).toMatchObject({ engine: expected, device: best })
      }
    }),
  )
})

test('a device that is asked for is given, or refused with what is missing: never replaced', () => {
  fc.assert(
    fc.property(machine, fc.constantFrom(...all), (reports, { engine, device }) => {
      const report = reports.find((known) => known.engine === engine && known.device === device)
      const choose = () => chooseDevice({ engine, device }, reports)
      if (report?.available) {
        expect(choose()).toMatchObject({ engine, device })
        expect(choose().reason.includes('software')).toBe(report.software === true)
      } else {
        expect(choose).toThrow(`detail of ${engine} ${device} (install ${engine} ${device}, or `)
      }
    }),
  )
})

test('the reason names each better device, and why it is not used', () => {
  fc.assert(
    fc.property(machine, fc.constantFrom(...engineNames), (reports, engine) => {
      fc.pre(usable(reports, engine).length > 0)
      const { device, reason } = chooseDevice({ engine }, reports)
      const order: readonly string[] = preference[engine]
      for (const [rank, name] of order.entries()) {
        const isBetter = rank < order.indexOf(device)
        expect(reason.includes(`detail of ${engine} ${name})`)).toBe(isBetter)
      }
    }),
  )
})

test('a device that alone was tried says nothing of the others', () => {
  const reports = [{ engine: 'onnx', device: 'cuda', available: false, detail: 'no GPU' }] as const

  expect(() => chooseDevice({ device: 'cuda' }, reports)).toThrow(
    'Cannot use cuda with engine onnx: no GPU (see palaestra devices for what there is)',
  )
})

test('a device without an engine means the engine that has it, the default one first', () => {
  const reports = all.map((place): DeviceReport => ({ ...place, available: true, detail: '' }))

  expect(chooseDevice({ device: 'wasm' }, reports).engine).toBe('tfjs')
  expect(chooseDevice({ device: 'webgpu' }, reports).engine).toBe('onnx')
  expect(() => chooseDevice({ engine: 'onnx', device: 'wasm' }, reports)).toThrow(
    'Cannot use wasm: engine onnx has no such device (choose from cuda, webgpu, cpu)',
  )
})
