import { beforeEach, expect, test, vi } from 'vitest'
import { metricsAt } from '../../trainers/rl/alarms/metrics.suite.ts'
import { createTrainingView, type TrainingProgress } from './rl-view.ts'

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '1')
  vi.stubEnv('TERM', 'xterm-256color')
  return () => vi.unstubAllEnvs()
})

const at = (done: number, changes: Partial<TrainingProgress> = {}): TrainingProgress => ({
  ...{ done, total: 300, seconds: 65, etaSeconds: 490 },
  ...changes,
})
const alarm = {
  name: 'entropy-collapse',
  update: 2,
  message:
    'Entropy is 0.01 nats, 1.5 at the start: the policy no longer explores, and stays with what it has found (raise clip-high)',
}

interface Stage {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  readonly quiet?: boolean
}

/** A terminal that keeps what it is told: lines, and where the cursor is. */
function stage({ isTTY = true, columns = 80, rows = 24, quiet = false }: Stage = {}) {
  const written: string[] = []
  const listeners = new Set<() => void>()
  let now = 0
  const size = { columns, rows }
  const stream = {
    isTTY,
    get columns() {
      return size.columns
    },
    get rows() {
      return size.rows
    },
    write: (text: string) => written.push(text),
    on: (_: 'resize', listener: () => void) => listeners.add(listener),
    off: (_: 'resize', listener: () => void) => listeners.delete(listener),
  }
  const view = createTrainingView(stream, { quiet, now: () => now })
  return {
    view,
    written,
    wait: (ms: number) => {
      now += ms
    },
    resize: (next: Partial<typeof size>) => {
      Object.assign(size, next)
      for (const listener of listeners) listener()
    },
    /** Lines from the first to the last that was written, as they stand. */
    shown: () => replay(written.join(''), size.columns),
    listeners,
  }
}

const ESCAPE = '\u001b'
const TOKENS = new RegExp(`${ESCAPE}\\[\\d*[AKJ]|\\n|\\r|[^${ESCAPE}\\n\\r]+`, 'g')

/** What stands on a terminal of this width after it was told this. */
function replay(text: string, columns: number): string[] {
  const lines: string[] = ['']
  let row = 0
  for (const token of text.match(TOKENS) ?? []) {
    if (token === '\n') {
      row++
      lines[row] ??= ''
    } else if (token.startsWith(ESCAPE) && token.endsWith('A')) row -= Number(token.slice(2, -1))
    else if (token === '\u001b[J') lines.splice(row, Number.POSITIVE_INFINITY, '')
    else if (token === '\u001b[K' || token === '\r') continue
    else lines[row] = token
    if (row < 0) throw new Error('above the top')
  }
  // A wrapped line would take more rows than the view counts with.
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns)
  return lines.slice(0, -1)
}

const numbersIn = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => line.match(/[\d.,/]+/g) ?? [])

const evaluated = metricsAt(30, { 'eval/success': 0.453, 'timing_s/eval': 2.1, reward: 0.3 })

test('shows all that is known of the last update, in ten lines', () => {
  const { view, shown } = stage()

  view.update(metricsAt(29, { reward: 0.1 }), at(29))
  view.update(evaluated, at(30))
  view.phase('rollout')
  view.update(
    metricsAt(31, { kl: 0.012, 'staleness/mean': 0.42, 'staleness/max': 2 }),
    at(31, { bestEval: { update: 20, success: 0.471 } }),
  )

  expect(shown()).toEqual([
    'update    31/300  ██░░░░░░░░░░░░░░  1 min 05 s  ETA 8 min 10 s  rollout',
    'reward    0.400 ± 0.500    ▁▆█',
    'success   train 40.0 %     held out 45.3 %  at update 30     best 47.1 % (20)',
    'groups    std 0.400        all same 25.0 %  all good 12.5 %  all bad 12.5 %',
    'policy    entropy 1.500    ref KL 0.0120    ppo KL 0.0040    clip 1.0/2.0 %',
    'step      gradient 0.500   loss 0.0100      lr 2.0e-3        skipped 0',
    'trained   6 of 8 groups    mismatch 1.0e-6  ESS 99.0 %       stale 0.4, max 2',
    'episodes  3,968            turns 3.2        invalid 2.0 %    cut off 10.0 %',
    'speed     12,345 tok/s     rollout 1.2 s    update 0.4 s     eval 2.1 s',
    'alarms    none',
  ])
})

test('what an update does not tell is a dash, and unscored episodes are told by class', () => {
  const { view, shown } = stage()
  const { reward: _, reward_std: __, entropy: ___, 'sampling/ess': ____, ...rest } = metricsAt(1)

  view.update(
    { ...rest, loss: Number.NaN, 'unscored/SandboxError': 20, 'unscored/JudgeError': 3 },
    at(1, { etaSeconds: null }),
  )

  const lines = shown()
  expect(lines[0]).toContain('ETA -')
  expect(lines[1]).toBe('reward    - ± -             ')
  expect(lines[4]).toMatch(/^policy {4}entropy - {8}ref KL - /)
  expect(lines[5]).toContain('loss - ')
  expect(lines).toContain('unscored  20 SandboxError  3 JudgeError')
})

test('where an env tells no success, the held-out return is shown', () => {
  const { view, shown } = stage()

  view.update(
    metricsAt(5, { 'eval/return': 0.25 }),
    at(5, { bestEval: { update: 5, success: null, return: 0.25 } }),
  )

  expect(shown()[2]).toContain('held out 0.250   at update 5      best 0.250 (5)')
})

test('a narrow terminal gets more lines, and none that is cut in two', () => {
  const { view, shown } = stage({ columns: 50 })

  view.update(evaluated, at(30))

  const lines = shown()
  expect(lines).toHaveLength(17)
  expect(lines[0]).toBe('update    30/300  1 min 05 s  ETA 8 min 10 s')
  expect(lines.slice(2, 4)).toEqual([
    'success   train 40.0 %     held out 45.3 %',
    '          at update 30',
  ])
})

test.each([
  [50, 12],
  [30, 12],
  [80, 6],
  [12, 3],
  [5, 1],
])('%i columns and %i rows are not left, and no number is cut in two', (columns, rows) => {
  const { view, shown } = stage({ columns, rows })
  const wide = stage()

  for (const each of [wide.view, view]) {
    each.update(evaluated, at(30))
    each.update(evaluated, at(31))
  }
  const whole =
    wide
      .shown()
      .join(' ')
      .match(/[\d.,/]+/g) ?? []

  const lines = shown()
  expect(lines.length).toBeLessThan(Math.max(2, rows))
  expect(lines[0]).toMatch(/^upda/)
  for (const number of numbersIn(lines)) expect(whole).toContain(number)
  if (rows > 2) expect(lines.at(-1)).toMatch(/^alarms/)
})

test('is drawn anew when the terminal changes its size, also over lines that have wrapped', () => {
  const { view, written, resize } = stage()
  view.update(evaluated, at(30))

  resize({ columns: 60 })

  // Eight of the ten lines were wider than that, and take two rows each now.
  const widths = replay(written[0] ?? '', 80).map((line) => line.length)
  const rows = widths.reduce((sum, width) => sum + Math.ceil(width / 60), 0)
  expect(rows).toBeGreaterThan(15)
  expect(written[1]?.startsWith(`\r\u001b[${rows}A`)).toBe(true)
  view.end()
})

test('before the first update it says what is waited for, and for how long', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { view, shown, wait } = stage()

  view.start('grpo of tiny')
  view.phase('rollout')
  wait(3000)
  vi.advanceTimersByTime(3000)
  const waiting = shown()
  view.end()

  expect(waiting).toEqual(['grpo of tiny', 'update    1: rollout, 3.0 s'])
  expect(shown()).toEqual(['grpo of tiny'])
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

test('seconds go on while an update takes its time', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { view, shown, wait } = stage()

  view.update(evaluated, at(30))
  wait(25_000)
  vi.advanceTimersByTime(1000)
  view.end()

  expect(shown()[0]).toContain('1 min 30 s  ETA 7 min 45 s')
  vi.useRealTimers()
})

test('notes and alarms stand above, and alarms stay in sight, each once', () => {
  const { view, shown } = stage()

  view.start('grpo of tiny')
  view.update(metricsAt(2), at(2))
  view.alarm(alarm)
  view.alarm({ name: 'policy-jump', update: 7, message: 'The policy moved: (lower)' })
  view.alarm({ ...alarm, update: 9 })
  view.note('Stopping: this update is finished and saved first.')
  view.update(metricsAt(10), at(10))

  const lines = shown()
  expect(lines.slice(0, 4)).toEqual([
    'grpo of tiny',
    'Alarm at update 2, entropy-collapse: Entropy is 0.01 nats, 1.5 at the start:',
    '  the policy no longer explores, and stays with what it has found (raise',
    '  clip-high)',
  ])
  expect(lines.filter((line) => line.startsWith('Stopping'))).toHaveLength(1)
  expect(lines.filter((line) => line.startsWith('update'))).toHaveLength(1)
  expect(lines.at(-1)).toBe('alarms    entropy-collapse (9)              policy-jump (7)')
})

test('after the end the last state stays, and what is noted follows it', () => {
  const { view, shown, listeners } = stage()

  view.update(metricsAt(300), at(300))
  view.end()
  view.end()
  view.note('Continue with --resume')

  expect(shown()[0]).toBe('update    300/300  ████████████████  in 1 min 05 s')
  expect(shown().slice(-2)).toEqual(['alarms    none', 'Continue with --resume'])
  expect(listeners.size).toBe(0)
})

test('a stream that is no terminal gets one line an update, without control characters', () => {
  const { view, written } = stage({ isTTY: false })

  view.start('grpo of tiny')
  view.phase('rollout')
  view.update(evaluated, at(30))
  view.update(metricsAt(31, { kl: 0.01, skipped: 1, 'unscored/Sandbox': 2 }), at(31))
  view.alarm(alarm)
  view.end()

  expect(written).toEqual([
    'grpo of tiny\n',
    'update 30/300  reward 0.300  success 40.0 %  held out 45.3 %  std 0.400  all same 25.0 %  entropy 1.500  clip 1.0/2.0 %  gradient 0.500  12,345 tok/s  1.6 s an update  ETA 8 min 10 s\n',
    'update 31/300  reward 0.400  success 40.0 %  std 0.400  all same 25.0 %  entropy 1.500  KL 0.0100  clip 1.0/2.0 %  gradient 0.500  skipped 1  unscored 2 Sandbox  12,345 tok/s  1.6 s an update  ETA 8 min 10 s\n',
    `Alarm at update 2, entropy-collapse: ${alarm.message}\n`,
  ])
})

test('so does a terminal that cannot move its cursor', () => {
  vi.stubEnv('TERM', 'dumb')
  const { view, written } = stage()

  view.update(evaluated, at(30))

  expect(written).toHaveLength(1)
  expect(written.join('')).not.toContain('\u001b')
})

test('a quiet view shows alarms and notes alone', () => {
  const { view, written } = stage({ quiet: true })

  view.start('grpo of tiny')
  view.phase('rollout')
  view.update(evaluated, at(30))
  view.alarm(alarm)
  view.note('Stopping')
  view.end()

  expect(written).toEqual([`Alarm at update 2, entropy-collapse: ${alarm.message}\n`, 'Stopping\n'])
})

test('colours are for terminals that want them', () => {
  const plain = stage()
  plain.view.update(evaluated, at(30))
  vi.stubEnv('NO_COLOR', '')
  const coloured = stage()
  coloured.view.update(evaluated, at(30))

  expect(plain.written.join('')).not.toContain(`${ESCAPE}[3`)
  expect(coloured.written.join('')).toContain(`${ESCAPE}[36m█`)
})
