import { beforeEach, expect, test, vi } from 'vitest'
import { nothingSampled, type Progress, type Sampled } from '../runs/index.ts'
import { createProgressView, describeProgress } from './progress.ts'

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '1')
  return () => vi.unstubAllEnvs()
})

const at = (done: number, total = 100): Progress => ({
  done,
  total,
  unscored: 0,
  success: 0.625,
  meanReward: 0.5,
  seconds: 8.2,
  episodesPerSecond: 12.34,
  etaSeconds: 65,
})

/** A stream and a clock that the test moves. */
function stage(isTTY: boolean, columns?: number) {
  const written: string[] = []
  let now = 0
  const stream = {
    isTTY,
    write: (text: string) => written.push(text),
    ...(columns ? { columns } : {}),
  }
  const view = createProgressView(stream, () => now)
  return { written, view, wait: (ms: number) => (now += ms) }
}

test('says where the run stands in one line', () => {
  expect(describeProgress(at(40))).toBe(
    '40/100  success 62.5 %  reward 0.50  12.3 ep/s  ETA 1 min 05 s',
  )
  expect(describeProgress({ ...at(100), unscored: 3 })).toBe(
    '100/100  success 62.5 %  reward 0.50  unscored 3  12.3 ep/s  in 8.2 s',
  )
  expect(
    describeProgress({ ...at(0), success: null, meanReward: null, etaSeconds: null }),
  ).toContain('success -  reward -')
})

test('says how fast is sampled, where it is sampled here', () => {
  const sampled: Sampled = {
    ...{ requests: 9, promptTokens: 90, cachedTokens: 0, sampledTokens: 9624 },
    ...{ busySeconds: 2, ticks: 400, occupancy: 23.41, queueMs: { mean: 3.2, max: 40 } },
  }

  const told = [
    { ...at(40), sampled },
    { ...at(0), sampled: nothingSampled },
  ].map(describeProgress)

  expect(told[0]).toMatch(/ETA 1 min 05 s {2}4,812 tok\/s {2}batch 23\.4 {2}queue 3 ms$/)
  expect(told[1]).toMatch(/- tok\/s {2}batch 0\.0 {2}queue < 1 ms$/)
})

test('on a narrow terminal the bar goes before the numbers do', () => {
  const { written, view } = stage(true, 70)

  view.update(at(40))

  expect(written.join('')).toContain(describeProgress(at(40)))
})

test('on a narrower one numbers are left out, never cut in two', () => {
  const sampled = { ...nothingSampled, sampledTokens: 9624, busySeconds: 2, occupancy: 33.7 }
  const upToBatch = describeProgress({ ...at(40), sampled }).indexOf('  queue')
  const ending = (columns: number) => {
    const { written, view } = stage(true, columns)
    view.update({ ...at(40), sampled })
    return written.at(-1)?.split('  ').at(-1)
  }

  expect(ending(200)).toBe('queue < 1 ms')
  expect(ending(upToBatch + 1)).toBe('batch 33.7')
  expect(ending(upToBatch)).toBe('4,812 tok/s')
  expect(ending(10)).toMatch(/40\/100$/)
  expect(ending(5)).toMatch(/40\/1$/)
})

test('a terminal gets one line, drawn at most ten times a second and never wrapped', () => {
  const { written, view, wait } = stage(true, 40)

  for (let done = 1; done <= 100; done++) {
    view.update(at(done))
    wait(10)
  }
  view.end()

  expect(written.length).toBeLessThanOrEqual(12)
  expect(written.join('').split('\n')).toHaveLength(2)
  const shown = written.map((text) => text.replace('\r\u001b[K', '').replace('\n', ''))
  expect(Math.max(...shown.map((text) => text.length))).toBeLessThan(40)
})

test('the last of several episodes that end together is drawn soon after', async () => {
  const { written, view } = stage(true)

  for (const done of [1, 2, 3]) view.update(at(done))
  await expect.poll(() => written.at(-1)).toContain(' 3/100')
  view.end()

  expect(written.filter((text) => text.includes(' 2/100'))).toEqual([])
})

test('elsewhere lines are plain, and no more than one in two seconds or a tenth of the run', () => {
  const slow = stage(false)
  for (let done = 1; done <= 20; done++) {
    slow.view.update(at(done, 1000))
    slow.wait(500)
  }
  slow.view.end()
  const fast = stage(false)
  for (let done = 1; done <= 100; done++) fast.view.update(at(done))
  fast.view.end()

  expect(slow.written.map((line) => line.split(' ')[0])).toEqual([
    '5/1000',
    '9/1000',
    '13/1000',
    '17/1000',
    '20/1000',
  ])
  expect(fast.written.map((line) => line.split(' ')[0])).toEqual(['100/100'])
  expect(slow.written.join('')).not.toContain('\u001b')
})

test('a note stands on its own line and the live line goes on below', () => {
  const { written, view } = stage(true)

  view.update(at(1))
  view.note('look')
  view.end()

  const [before, after] = written.join('').split('\r\u001b[Klook\n\r\u001b[K')
  expect(before).toContain('1/100')
  expect(after).toContain('1/100')
})

test('after the end a note draws the live line no more', () => {
  const { written, view } = stage(true)

  view.update(at(1))
  view.end()
  const before = written.length
  view.note('go on with --resume')

  expect(written.slice(before)).toEqual(['go on with --resume\n'])
})

test('tells of an index while it is built, and then of the run again', () => {
  const index = (done: number) => ({ corpus: 'atlas', done, total: 100_000 })
  const { written, view, wait } = stage(false)

  view.update(index(5000))
  wait(2000)
  view.update(index(12_000))
  view.update(index(100_000))
  view.update(at(3))
  wait(2000)
  view.update(at(7))
  view.end()

  expect(written).toEqual([
    '12,000 of 100,000 pages of atlas indexed\n',
    '100,000 of 100,000 pages of atlas indexed\n',
    `${describeProgress(at(7))}\n`,
  ])
})

test('a short index is not worth a plain line, and has a live one on a terminal', () => {
  const plain = stage(false)
  const live = stage(true, 80)

  for (const { view } of [plain, live]) {
    view.update({ corpus: 'atlas', done: 500, total: 1000 })
    view.update({ corpus: 'atlas', done: 1000, total: 1000 })
    view.update(at(100))
    view.end()
  }

  expect(plain.written).toEqual([`${describeProgress(at(100))}\n`])
  expect(live.written.join('')).toContain('████████░░░░░░░░ 500 of 1,000 pages of atlas indexed')
  expect(live.written.at(-2)).toContain(describeProgress(at(100)))
})
