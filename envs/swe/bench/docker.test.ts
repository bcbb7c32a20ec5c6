import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nullAgent } from '../../../agents/null.ts'
import { oracle } from '../../../agents/oracle.ts'
import { type Agent, make, rollout } from '../../../core/index.ts'
import { closeSandboxes } from '../../../sandboxes/index.ts'
import { describeWith } from '../../../test/describe-with.ts'
import { running } from '../real-processes.suite.ts'
import type { RepairAction } from '../tools/action-space.ts'
import { bench } from './env.ts'
import { makeHarborTask } from './fixtures/harbor.ts'
import { type Fixtures, makeFixtures } from './fixtures/make.ts'

const kinds = ['docker', 'bubblewrap'] as const
const MINUTES = 120_000

describeWith('docker', 'swe/Bench-v0 on docker and on bubblewrap', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'palaestra-bench-'))
  const harbor = join(scratch, 'ledger')
  let fixtures: Fixtures

  beforeAll(async () => {
    fixtures = await makeFixtures(join(scratch, 'fixtures'))
    await makeHarborTask(harbor, { from: 'palaestra-sandbox' })
  }, MINUTES)
  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true })
    closeSandboxes()
  })

  async function graded(agent: Agent<never, unknown>, tasks: string, task?: string) {
    const grades: unknown[] = []
    for (const sandbox of kinds) {
      await using env = await make(bench, { options: { tasks, sandbox } })
      const trajectory = await rollout(env, agent as Agent<string, RepairAction>, { task })
      const { outcome, finalSignals, finalInfo } = trajectory
      const reward = outcome.status === 'completed' ? outcome.reward : outcome.error
      grades.push({ reward, finalSignals, finalInfo })
    }
    return grades
  }

  test(
    'grades the fix of both examples alike',
    async () => {
      for (const id of fixtures.ids) {
        const [inDocker, inBubblewrap] = await graded(oracle, fixtures.file, id)

        expect(inDocker).toEqual(inBubblewrap)
        expect(inDocker).toMatchObject({
          reward: { status: 'scored', value: 1 },
          finalSignals: { resolved: true, resolvedStrict: true },
          finalInfo: { results: 'harness' },
        })
      }
    },
    MINUTES,
  )

  test(
    'grades what breaks some tests alike, test by test',
    async () => {
      const breaking = running(
        `file=$(git ls-files | grep -E '^(src|measures|lib)/.*[.](py|js)$' | grep -v -i test | head -n 1)
printf '\\nraise RuntimeError("broken")\\n' >> "$file"`,
      )
      for (const id of fixtures.ids) {
        const [inDocker, inBubblewrap] = await graded(breaking, fixtures.file, id)

        expect(inDocker).toEqual(inBubblewrap)
        expect(inDocker).toMatchObject({
          reward: { value: 0 },
          finalSignals: { resolved: false, filesTouched: 1 },
        })
      }
    },
    MINUTES,
  )

  test(
    'grades a Harbor task alike',
    async () => {
      const [solvedInDocker, solvedInBubblewrap] = await graded(oracle, harbor)
      const [leftInDocker, leftInBubblewrap] = await graded(nullAgent, harbor)

      expect(solvedInDocker).toEqual(solvedInBubblewrap)
      expect(solvedInDocker).toMatchObject({ reward: { status: 'scored', value: 1 } })
      expect(leftInDocker).toEqual(leftInBubblewrap)
      expect(leftInDocker).toMatchObject({ reward: { status: 'scored', value: 0 } })
    },
    MINUTES,
  )
})
