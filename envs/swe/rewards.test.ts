import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  finalScores,
  type RewardTerm,
  sumScores,
  type Trajectory,
  type Turn,
} from '../../core/index.ts'
import { rewards } from './rewards.ts'
import type { RepairSignals } from './signals.ts'

const start: RepairSignals = {
  resolved: false,
  failToPass: 0,
  passToPass: 1,
  progress: 0,
  patchApplies: true,
  testsRun: 0,
  builds: 1,
  diagnostics: 0,
  filesTouched: 0,
  linesChanged: 0,
  droppedChanges: 0,
  tampering: 0,
  failedActions: 0,
}

const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10)
/** What the tests and the files say after an action that went through. */
const measured = fc
  .record({
    failToPass: share,
    passToPass: share,
    builds: fc.constantFrom(0, 1),
    diagnostics: fc.nat({ max: 20 }),
    linesChanged: fc.nat({ max: 200 }),
  })
  .map((part): RepairSignals => {
    const progress = part.failToPass * part.passToPass
    return { ...start, ...part, progress, resolved: progress === 1 }
  })
const episode = fc.array(measured, { minLength: 1, maxLength: 8 })
const presets = Object.entries(rewards) as [string, RewardTerm<RepairSignals>][]

function trajectoryOf(all: readonly RepairSignals[]): Trajectory<RepairSignals> {
  const turns = all.map(
    (signals, index): Turn<RepairSignals> => ({
      ...{ index, decision: index, action: null, observation: null, signals, reward: 0 },
      ...{ rewards: {}, terminated: index === all.length - 1, truncated: false, durationMs: 0 },
    }),
  )
  return {
    ...({} as Trajectory<RepairSignals>),
    initial: { observation: null, info: {}, signals: start },
    turns,
    finalSignals: null,
  }
}

async function returnOf(term: RewardTerm<RepairSignals>, all: readonly RepairSignals[]) {
  const total = sumScores(await finalScores(term, trajectoryOf(all), {}))
  return total.status === 'scored' ? total.value : Number.NaN
}

const lastOf = (all: readonly RepairSignals[]) => all.at(-1) ?? start

describe.each(presets)('%s', (_name, term) => {
  test('a step that changes nothing changes no return, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(episode, fc.nat(), async (all, anywhere) => {
        const at = anywhere % (all.length + 1)
        const idle = [...all.slice(0, at), all[at - 1] ?? start, ...all.slice(at)]

        expect(await returnOf(term, idle)).toBeCloseTo(await returnOf(term, all), 9)
      }),
    )
  })

  test('depends on where the episode ends, not on the way there', async () => {
    await fc.assert(
      fc.asyncProperty(episode, async (all) => {
        expect(await returnOf(term, all)).toBeCloseTo(await returnOf(term, [lastOf(all)]), 9)
      }),
    )
  })

  test('pays nothing for what was done and undone', async () => {
    await fc.assert(
      fc.asyncProperty(episode, async (all) => {
        expect(await returnOf(term, [...all, start])).toBeCloseTo(0, 9)
      }),
    )
  })

  test('pays every solution more than any failure', async () => {
    await fc.assert(
      fc.asyncProperty(episode, measured, async (all, other) => {
        const failure = {
          ...other,
          resolved: false,
          failToPass: 0.9,
          progress: 0.9 * other.passToPass,
        }
        const solution = {
          ...lastOf(all),
          resolved: true,
          failToPass: 1,
          passToPass: 1,
          progress: 1,
        }

        const worst = await returnOf(term, [{ ...solution, builds: 1, diagnostics: 10 }])
        expect(worst).toBeGreaterThan(await returnOf(term, [failure]))
      }),
    )
  })
})

describe('shaped', () => {
  const { shaped } = rewards

  test('costs whoever adds diagnostics, breaks the build or breaks what worked', async () => {
    await fc.assert(
      fc.asyncProperty(measured, fc.integer({ min: 1, max: 9 }), async (signals, more) => {
        const some = { ...signals, builds: 1, passToPass: 1, progress: signals.failToPass }
        const plain = await returnOf(shaped, [some])

        for (const worse of [
          { diagnostics: some.diagnostics + more },
          { builds: 0 },
          { passToPass: 1 - more / 10 },
        ]) {
          expect(await returnOf(shaped, [{ ...some, ...worse }])).toBeLessThan(plain)
        }
      }),
    )
  })
})

describe('economy', () => {
  const { economy, sparse } = rewards

  test('pays for few lines only what was resolved, and at most a fifth of it', async () => {
    await fc.assert(
      fc.asyncProperty(episode, async (all) => {
        const [own, outcome] = [await returnOf(economy, all), await returnOf(sparse, all)]

        expect(own).toBeGreaterThanOrEqual(outcome)
        expect(own - outcome).toBeLessThanOrEqual(0.2 * outcome)
      }),
    )
  })
})
