import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** What a made-up training run is about; the rest is filled in. */
export interface FakeTraining {
  readonly name?: string
  readonly updates?: number
  readonly file?: Readonly<Record<string, unknown>>
  /** Numbers of an update. */
  readonly metrics?: (update: number) => Readonly<Record<string, number | null>>
  readonly alarms?: readonly object[]
  readonly samples?: readonly object[]
}

export const rewards = (update: number) => ({
  reward: update / 10,
  reward_std: 0.5,
  entropy: 1 / update,
  'episode/success_rate': update / 20,
})

/** A folder as a trainer leaves it; gone when the test is over. */
export async function trainingRun(fake: FakeTraining = {}): Promise<string> {
  const { name = 'guess', updates = 5, metrics = rewards, alarms = [], samples = [] } = fake
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-training-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const dir = join(folder, name)
  await mkdir(dir)
  const lines = Array.from({ length: updates }, (_, i) => ({
    global_step: i + 1,
    ...metrics(i + 1),
  }))
  const file = {
    ...{ version: 1, kind: 'training', algorithm: 'grpo', status: 'complete', steps: updates },
    config: { env: 'text/GuessNumber-v0', seed: 3, clip: { low: 0.2, high: 0.28 } },
    engine: { engine: 'onnx', device: 'cpu' },
    model: { model: 'tiny', parameters: 105_024 },
    ...{ data: null, progress: {}, last: null, versions: { palaestra: '0.1.0' } },
    machine: { platform: 'linux-x64', cpus: 2 },
    ...{ startedAt: '2026-01-02T03:04:05.000Z', seconds: 60 },
    ...fake.file,
  }
  await writeFile(join(dir, 'run.json'), JSON.stringify(file))
  for (const [path, records] of [
    ['metrics.jsonl', lines],
    ['alarms.jsonl', alarms],
    ['samples.jsonl', samples],
  ] as const) {
    await writeFile(join(dir, path), records.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
  return dir
}

/** A line of `samples.jsonl`: a prompt of two tokens, then one turn of three. */
export function storedSample(
  update: number,
  group: string,
  episode: number,
  more: Readonly<Record<string, unknown>> = {},
): object {
  return {
    ...{ update, group, episode, env: 'text/GuessNumber-v0', task: null, difficulty: 2, seed: 7 },
    ...{ return: episode, success: episode > 0, parts: { won: episode } },
    turns: [{ reward: episode, advantage: 0.25 }],
    samples: [
      {
        ids: [1, 2, 7, 8, 7],
        texts: ['Guess', ':', ' 4', '!', ' 4'],
        mask: [0, 0, 1, 0, 1],
        logProbs: [0, 0, -0.5, -1, -0.25],
        advantages: [0, 0, 0.25, 0, 0.25],
        turn: [-1, -1, 0, 0, 0],
      },
    ],
    ...more,
  }
}
