import type { Alarm, RlMetrics } from '../../trainers/index.ts'
import { coloursFor, formatSeconds } from '../format.ts'
import {
  describeUpdate,
  remaining,
  sectionsOf,
  type Told,
  type TrainingProgress,
  tell,
} from './rl-view/figures.ts'
import { layOut, type Section, type Tone, wrapWords } from './rl-view/layout.ts'
import { createScreen, type ScreenStream } from './rl-view/screen.ts'

export type { BestEval, TrainingProgress } from './rl-view/figures.ts'

/** What a person sees of a run of reinforcement learning while it runs. */
export interface TrainingView {
  start(description: string): void
  /** What is being done for the next update. */
  phase(name: string): void
  update(metrics: RlMetrics, progress: TrainingProgress): void
  alarm(alarm: Alarm): void
  /** A line of its own that must not be overwritten. */
  note(line: string): void
  /** Shows the last state and leaves it there. */
  end(): void
}

export interface TrainingViewOptions {
  /** Alarms and notes alone. */
  readonly quiet: boolean
  readonly now?: () => number
}

/** Lines that redraw in their place on a terminal, one line an update elsewhere. */
export function createTrainingView(
  stream: ScreenStream,
  { quiet, now = () => performance.now() }: TrainingViewOptions,
): TrainingView {
  const isLive = stream.isTTY === true && process.env['TERM'] !== 'dumb'
  if (quiet) return { ...plainView(stream), start() {}, update() {} }
  return isLive ? liveView(stream, now) : plainView(stream)
}

function plainView(stream: ScreenStream): TrainingView {
  const note = (line: string) => void stream.write(`${line}\n`)
  return {
    start: note,
    phase() {},
    update: (metrics, progress) => note(describeUpdate(metrics, progress)),
    alarm: (alarm) => note(describeAlarm(alarm)),
    note,
    end() {},
  }
}

/** Seconds go on while an update takes its time. */
const TICK_MS = 1000
/** Alarms that stay in sight. */
const ALARMS = 3

function liveView(stream: ScreenStream, now: () => number): TrainingView {
  const colours = coloursFor(stream)
  const paint = (text: string, tone: Tone) =>
    ({ plain: (same: string) => same, faint: colours.dim, bar: colours.cyan, bad: colours.yellow })[
      tone
    ](text)
  const screen = createScreen(stream)
  let told: Told | null = null
  let alarms: readonly Alarm[] = []
  let phase = ''
  let since = now()
  let isOn = false
  let tick: NodeJS.Timeout | undefined

  const draw = () => {
    if (!isOn) return
    const { columns, rows } = screen.size()
    const passed = Math.max(0, (now() - since) / 1000)
    const first = told ? headerOf(told, { passed, phase, columns }) : waiting(passed, phase)
    const rest = told ? sectionsOf({ ...told, alarms }, columns) : []
    screen.draw(layOut([first, ...rest], { columns, rows, paint }))
  }
  const begin = () => {
    if (isOn) return
    isOn = true
    since = now()
    tick = setInterval(draw, TICK_MS).unref()
    stream.on?.('resize', draw)
  }
  const above = (text: string) => {
    if (!isOn) return void stream.write(`${text}\n`)
    screen.above(text)
    draw()
  }
  return {
    start(description) {
      above(description)
      begin()
      draw()
    },
    phase(name) {
      if (name === phase) return
      phase = name
      draw()
    },
    update(metrics, progress) {
      begin()
      told = tell(told, metrics, progress)
      since = now()
      draw()
    },
    alarm(alarm) {
      alarms = [alarm, ...alarms.filter(({ name }) => name !== alarm.name)].slice(0, ALARMS)
      above(paint(wrapWords(describeAlarm(alarm), screen.size().columns), 'bad'))
    },
    note: above,
    end() {
      phase = ''
      if (told) draw()
      else if (isOn) screen.draw([])
      isOn = false
      clearInterval(tick)
      stream.off?.('resize', draw)
    },
  }
}

const describeAlarm = ({ name, update, message }: Alarm) =>
  `Alarm at update ${update}, ${name}: ${message}`

const BAR = 16

function headerOf(
  { progress: { done, total, seconds, etaSeconds } }: Told,
  at: { readonly passed: number; readonly phase: string; readonly columns: number },
): Section {
  const isDone = done >= total
  const filled = Math.round((BAR * done) / total)
  const passed = isDone ? 0 : at.passed
  const left = etaSeconds === null ? null : Math.max(0, etaSeconds - passed)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
  return {
    label: 'update',
    isTight: true,
    parts: [
      { text: `${done}/${total}` },
      // Where not all fits, the numbers are worth more than the bar.
      ...(at.columns < 70 ? [] : [{ text: bar, tone: 'bar' } as const]),
      ...(isDone ? [] : [{ text: formatSeconds(seconds + passed) }]),
      { text: remaining(isDone, seconds, left) },
      ...(at.phase === '' || isDone ? [] : [{ text: at.phase, tone: 'faint' } as const]),
    ],
  }
}

const waiting = (passed: number, phase: string): Section => ({
  label: 'update',
  parts: [{ text: `1: ${phase || 'begins'}, ${formatSeconds(passed)}` }],
})
