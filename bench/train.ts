/** One optimizer step of GRPO end to end, against TRL's GRPOTrainer in the same rounds. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { median } from './median.ts'
import { pythonWith, reasonOf } from './python-environment.ts'
import { openOurs, openSide, type Side } from './side.ts'
import { type Phase, phases, type TrainAnswer } from './train/asked.ts'

const ROUNDS = 5
const folder = join(import.meta.dirname, 'train')
const PACKAGES = ['trl==1.13.0', 'transformers==5.18.0', 'torch==2.13.0+cpu', 'numpy==2.4.6']

const a = { width: 128, layers: 2, heads: 4, headSize: 32, feedForward: 512, vocabularySize: 1024 }
const b = { width: 256, layers: 4, heads: 4, headSize: 64, feedForward: 1024, vocabularySize: 2048 }
/** Ours take several steps in a round: theirs is as long. */
const cases = [
  { name: 'A', preset: 'bench-a', config: a, repeats: 3 },
  { name: 'B', preset: 'bench-b', config: b, repeats: 2 },
] as const
type Case = (typeof cases)[number]

const shape = { groups: 16, groupSize: 8, promptLength: 64, newTokens: 64 }
const TARGET = 2

export async function benchTrain(): Promise<readonly Figure[]> {
  const threads = process.env['PALAESTRA_BENCH_THREADS'] ?? '1'
  const scratch = mkdtempSync(join(tmpdir(), 'palaestra-bench-train-'))
  const ours = openOurs(join(folder, 'ours.ts'), threads)
  const trl = trlPeer(threads)
  try {
    const figures: Figure[] = []
    for (const each of cases) figures.push(...(await benchCase(each, ours, trl, scratch)))
    return figures
  } finally {
    ours.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Steps of both in turn, so that a neighbour's load falls on both alike. */
async function benchCase(
  { name, preset, config, repeats }: Case,
  ours: Side,
  trl: TrlPeer,
  scratch: string,
): Promise<readonly Figure[]> {
  const sizes = { ...config, keyValueHeads: config.heads }
  const asked = { preset, config: sizes, ...shape, folder: join(scratch, name) }
  const own = timing(ours, { ...asked, steps: repeats })
  const peer = trl.open()
  let other = peer && timing(peer, { ...asked, steps: 1 })
  try {
    // The first round compiles and warms up; a peer that cannot begin is told, and done without.
    await own.measure()
    await other?.measure().catch((error: unknown) => {
      trl.giveUp(error)
      other = undefined
    })
    for (const side of [own, other]) side?.forget()
    for (let round = 0; round < ROUNDS; round++) {
      await own.measure()
      await other?.measure()
    }
  } finally {
    peer?.close()
  }

  const step = own.seconds()
  const figures: Figure[] = [{ name: `${name}, one step`, value: step, unit: 's', against: [] }]
  if (other) {
    const theirs = other.seconds()
    figures.push({
      name: `${name}, one step, over TRL’s ${theirs.toPrecision(3)} s`,
      ...{ value: theirs / step, unit: 'x', target: TARGET },
      against: [
        { name: 'TRL by time of the processor', ratio: other.cpuSeconds() / own.cpuSeconds() },
      ],
    })
  }
  const byPhase = phases.map((phase): Figure => {
    const seconds = own.seconds(phase)
    const theirs = other?.seconds(phase)
    return {
      ...{ name: `${name}, ${phase}`, value: seconds, unit: 's' },
      against:
        theirs === undefined
          ? []
          : [{ name: `faster than TRL’s ${theirs.toPrecision(3)} s`, ratio: theirs / seconds }],
    }
  })
  return [...figures, ...byPhase]
}

type TrlPeer = ReturnType<typeof trlPeer>

/** TRL in a process for each model, until it cannot be had: then that is said once. */
function trlPeer(threads: string) {
  let isMissing = false
  const giveUp = (error: unknown) => {
    isMissing = true
    console.log(`  TRL is not measured: ${reasonOf(error)}`)
  }
  return {
    giveUp,
    open(): Side | undefined {
      if (isMissing) return undefined
      try {
        return openSide(pythonWith('trl', PACKAGES), [join(folder, 'peer.py'), threads])
      } catch (error) {
        giveUp(error)
        return undefined
      }
    },
  }
}

/** What steps took, each time they were asked for. */
function timing(side: Side, asked: object) {
  const answers: TrainAnswer[] = []
  return {
    async measure(): Promise<void> {
      answers.push((await side.ask(asked)) as TrainAnswer)
    },
    forget(): void {
      answers.length = 0
    },
    seconds: (phase?: Phase) =>
      median(answers.flatMap(({ ms, phases }) => (phase ? phases[phase] : ms))) / 1000,
    cpuSeconds: () => median(answers.flatMap(({ cpuMs }) => cpuMs)) / 1000,
  }
}
