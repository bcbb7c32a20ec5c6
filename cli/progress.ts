import type { Progress, Sampled } from '../runs/index.ts'
import {
  coloursFor,
  formatMs,
  formatNumber,
  formatPercent,
  formatRate,
  formatSeconds,
} from './format.ts'
import { describeIndex, type IndexBuilt } from './index-progress.ts'

export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface Counted {
  readonly done: number
  readonly total: number
}

/** Where a run stands, and what was sampled until now where its agent samples here. */
export interface RunProgress extends Progress {
  readonly sampled?: Sampled | undefined
}

export interface ProgressView<P extends Counted = RunProgress> {
  update(progress: P): void
  /** A line of its own that must not be overwritten. */
  note(line: string): void
  /** Shows the last state and leaves the line. */
  end(): void
}

/** Shortest time between two drawings of the live line. */
const LIVE_MS = 100
/** Plain lines: at most one in this time, or one at every tenth of the run. */
const PLAIN_MS = 2000

/** A live line on a terminal, plain lines elsewhere: of the run, or of an index it waits for. */
export function createProgressView(
  stream: ProgressStream,
  now?: () => number,
): ProgressView<RunProgress | IndexBuilt> {
  return createCountedView(stream, describeEither, now)
}

const describeEither = (progress: RunProgress | IndexBuilt): string =>
  'corpus' in progress ? describeIndex(progress) : describeProgress(progress)

/** The same for what is counted in other words. */
export function createCountedView<P extends Counted>(
  stream: ProgressStream,
  describe: (progress: P) => string,
  now: () => number = () => performance.now(),
): ProgressView<P> {
  return stream.isTTY ? liveView(stream, describe, now) : plainView(stream, describe, now)
}

function liveView<P extends Counted>(
  stream: ProgressStream,
  describe: (progress: P) => string,
  now: () => number,
): ProgressView<P> {
  const colours = coloursFor(stream)
  let latest: P | undefined
  let drawnAt = Number.NEGATIVE_INFINITY
  let drawn = false
  let later: NodeJS.Timeout | undefined
  const clear = () => {
    if (drawn) stream.write('\r\u001b[K')
    drawn = false
  }
  const draw = () => {
    clearTimeout(later)
    later = undefined
    if (!latest) return
    drawnAt = now()
    const width = (stream.columns || 80) - 1
    const words = describe(latest)
    // Where not all fits, the numbers are worth more than the bar.
    const bar = barOf(latest).length + 1 + words.length <= width ? `${barOf(latest)} ` : ''
    const line = `${bar}${fitting(words, width)}`
    stream.write(`\r\u001b[K${colours.cyan(line.slice(0, bar.length))}${line.slice(bar.length)}`)
    drawn = true
  }
  return {
    update(progress) {
      latest = progress
      const wait = LIVE_MS - (now() - drawnAt)
      if (wait <= 0) draw()
      else later ??= setTimeout(draw, wait).unref()
    },
    note(line) {
      clear()
      stream.write(`${line}\n`)
      draw()
    },
    end() {
      draw()
      if (drawn) stream.write('\n')
      drawn = false
      latest = undefined
    },
  }
}

/** Half a number says another one: what does not fit whole is left out. */
function fitting(words: string, width: number): string {
  if (words.length <= width) return words
  const end = words.lastIndexOf('  ', width)
  return words.slice(0, end > 0 ? end : width)
}

function plainView<P extends Counted>(
  stream: ProgressStream,
  describe: (progress: P) => string,
  now: () => number,
): ProgressView<P> {
  let printedAt = now()
  let tenths = 0
  let last = -1
  const print = (progress: P) => {
    if (progress.done === last) return
    last = progress.done
    printedAt = now()
    stream.write(`${describe(progress)}\n`)
  }
  let latest: P | undefined
  const begin = () => {
    // Who was told how far it is, is told that it was finished.
    if (latest && last !== -1) print(latest)
    tenths = 0
    last = -1
  }
  return {
    update(progress) {
      if (latest && progress.total !== latest.total) begin()
      latest = progress
      const reached = Math.floor((10 * progress.done) / progress.total)
      // A fast run passes its tenths in no time: then time alone decides.
      const due = now() - printedAt
      if (due < PLAIN_MS && !(reached > tenths && due >= PLAIN_MS / 4)) return
      tenths = reached
      print(progress)
    },
    note: (line) => stream.write(`${line}\n`),
    end() {
      if (latest) print(latest)
    },
  }
}

/** `37/100  success 62.2 %  reward 0.61  12.3 ep/s  ETA 5.1 s`. */
export function describeProgress(progress: RunProgress): string {
  const { done, total, unscored, success, meanReward, episodesPerSecond, etaSeconds } = progress
  return [
    `${done}/${total}`,
    `success ${success === null ? '-' : formatPercent(success)}`,
    `reward ${formatNumber(meanReward, 2)}`,
    ...(unscored > 0 ? [`unscored ${unscored}`] : []),
    `${formatRate(episodesPerSecond)} ep/s`,
    done === total
      ? `in ${formatSeconds(progress.seconds)}`
      : `ETA ${etaSeconds === null ? '-' : formatSeconds(etaSeconds)}`,
    ...(progress.sampled ? [describeSampled(progress.sampled)] : []),
  ].join('  ')
}

/** `4,812 tok/s  batch 23.4  queue 3 ms`. */
function describeSampled({ sampledTokens, busySeconds, occupancy, queueMs }: Sampled): string {
  const speed = busySeconds > 0 ? Math.round(sampledTokens / busySeconds).toLocaleString('en') : '-'
  return `${speed} tok/s  batch ${formatNumber(occupancy, 1)}  queue ${formatMs(queueMs.mean)}`
}

const BAR = 16

function barOf({ done, total }: Counted): string {
  const filled = Math.round((BAR * done) / total)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
}
