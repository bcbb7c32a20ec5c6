import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../../../core/index.ts'
import type { Sample } from '../../samples/sample.ts'
import { followFile } from '../follow-file.ts'
import { collectProblems } from '../problems.ts'
import { openAlarm, openMetricLine } from './stored-lines.ts'
import { openSample } from './stored-sample.ts'
import type { ListedSample, MetricLine, Training, TrainingAlarm, TrainingFile } from './training.ts'
import { trainingNotes } from './training-notes.ts'

export const METRICS = 'metrics.jsonl'
const ALARMS = 'alarms.jsonl'
const SAMPLES = 'samples.jsonl'

/** What training wrote beside `run.json`, once or again and again while it goes on. */
export interface TrainingReader {
  /** Reads what is new; false: nothing is. */
  update(): Promise<boolean>
  view(file: TrainingFile): { readonly training: Training; readonly notes: readonly string[] }
  /** A stored episode with its tokens, read again from the folder. */
  sample(of: SampleKey): Promise<Sample | null>
}

export type SampleKey = Pick<ListedSample, 'update' | 'group' | 'episode'>

interface KeptSample {
  readonly listed: ListedSample
  readonly start: number
  readonly end: number
}

export function followTraining(dir: string): TrainingReader {
  const problems = collectProblems()
  const lines = new Map<number, MetricLine>()
  const alarms: TrainingAlarm[] = []
  const samples = new Map<string, KeptSample>()
  const samplesPath = join(dir, SAMPLES)
  let hasMetrics = false

  const follow = (
    name: string,
    clear: () => void,
    keep: (value: unknown, at: { readonly start: number; readonly end: number }) => void,
  ) => {
    const file = followFile(join(dir, name))
    return async (): Promise<boolean> => {
      let found = false
      const restart = () => {
        found = true
        clear()
        problems.clear(name)
      }
      for await (const { bytes, line, start, end } of file.news(restart)) {
        found = true
        try {
          keep(parse(bytes), { start, end })
        } catch (error) {
          problems.badLine(name, line, messageOf(error))
        }
      }
      if (name === METRICS) hasMetrics = (await file.tornBytes()) !== null
      return found
    }
  }
  const files = [
    // What was done again after a stop replaces what was done first.
    follow(
      METRICS,
      () => lines.clear(),
      (value) => {
        const line = openMetricLine(value)
        lines.set(line.update, line)
      },
    ),
    follow(
      ALARMS,
      () => alarms.splice(0),
      (value) => alarms.push(openAlarm(value)),
    ),
    follow(
      SAMPLES,
      () => samples.clear(),
      (value, at) => {
        const { listed } = openSample(value)
        samples.set(keyOf(listed), { listed, ...at })
      },
    ),
  ]
  return {
    async update() {
      const changes: boolean[] = []
      for (const news of files) changes.push(await news())
      return changes.includes(true)
    },
    view(file) {
      const training: Training = {
        file,
        lines: [...lines.values()].sort((a, b) => a.update - b.update),
        alarms: [...alarms].sort((a, b) => a.update - b.update),
        samples: [...samples.values()].map(({ listed }) => listed),
      }
      return { training, notes: [...trainingNotes(training, hasMetrics), ...problems.notes()] }
    },
    async sample(of) {
      const found = samples.get(keyOf(of))
      if (!found) return null
      const { start, end } = found
      await using file = await open(samplesPath, 'r')
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
      return openSample(parse(buffer)).sample
    },
  }
}

const keyOf = ({ update, group, episode }: SampleKey) => JSON.stringify([update, group, episode])

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Error('it is not JSON')
  }
}
