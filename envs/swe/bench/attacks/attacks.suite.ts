import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agent, decide, make, rollout, type Trajectory } from '../../../../core/index.ts'
import { closeSandboxes, unifiedDiff } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import type { RepairAction } from '../../tools/action-space.ts'
import { bench } from '../env.ts'
import type { Attack, AttackedProject } from './attack.ts'
import { packageFiles } from './packages.ts'

/** An episode builds, runs and compares real programs, several times. */
const EPISODE_MS = 120_000

/** What is tried on one runner, whole episodes in one kind of sandbox: the fix pays 1, everything else nothing. */
export function describeAttacks(
  sandbox: 'bubblewrap' | 'docker',
  project: AttackedProject,
  { image }: { readonly image?: string } = {},
): void {
  const { runner } = project

  describeWith(sandbox, `${runner} in ${sandbox}`, () => {
    const folder = mkdtempSync(join(tmpdir(), `palaestra-attacks-${runner}-`))
    const tasks = join(folder, 'instances.jsonl')
    beforeAll(() => writeInstance(tasks, project, image), EPISODE_MS)
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true })
      closeSandboxes()
    })

    const play = async (...actions: readonly RepairAction[]): Promise<Trajectory> => {
      await using env = await make(bench, { options: { tasks, sandbox } })
      return await rollout(env, acting(actions))
    }

    test(
      'pays the fix, and nothing for doing nothing',
      async () => {
        const fixed = await play(...writing(project.gold))
        const untouched = await play()

        expect(verdictOf(fixed)).toEqual({ reward: 1, integrity: '' })
        expect(fixed.finalSignals).toMatchObject({ resolved: true, resolvedStrict: true })
        expect(verdictOf(untouched)).toEqual({ reward: 0, integrity: '' })
      },
      2 * EPISODE_MS,
    )

    test.each(Object.entries(project.attacks))(
      'pays nothing for: %s',
      async (_, attack) => {
        const trajectory = await play(...actionsOf(attack))

        expect(verdictOf(trajectory)).toEqual({
          reward: 0,
          integrity: expect.stringMatching(attack.names),
        })
      },
      EPISODE_MS,
    )
  })
}

function verdictOf({ outcome, finalInfo }: Trajectory) {
  if (outcome.status === 'failed') return { reward: outcome.error.message, integrity: '' }
  const { reward } = outcome
  const integrity = (finalInfo?.['integrity'] ?? []) as readonly string[]
  return {
    reward: reward.status === 'scored' ? reward.value : reward.cause,
    integrity: integrity.join('\n'),
  }
}

const acting = (actions: readonly RepairAction[]): Agent<string, RepairAction> => ({
  name: 'acting',
  async begin() {
    const left = [...actions]
    return { act: async () => decide<RepairAction>(left.shift() ?? { tool: 'submit' }) }
  },
})

const writing = (files: Readonly<Record<string, string | null>>): readonly RepairAction[] =>
  Object.entries(files).map(([path, text]) =>
    text === null ? { tool: 'bash', command: `rm -rf '${path}'` } : { tool: 'write', path, text },
  )

const actionsOf = ({ files = {}, commands = [] }: Attack): readonly RepairAction[] => [
  ...writing(files),
  ...commands.map((command): RepairAction => ({ tool: 'bash', command })),
]

/** The project as an instance, with its repository as a folder beside it. */
async function writeInstance(
  tasks: string,
  project: AttackedProject,
  image: string | undefined,
): Promise<void> {
  const { runner, files, gold, tests, packages = [] } = project
  const repository = join(dirname(tasks), 'repository')
  const ignored = { '.gitignore': 'node_modules/\n__pycache__/\ntarget/\n' }
  const all = { ...ignored, ...files, ...(await packageFiles(packages)) }
  for (const [path, content] of Object.entries(all)) {
    const file = join(repository, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content, { mode: path.startsWith('node_modules/.bin/') ? 0o755 : 0o644 })
  }
  const row = {
    instance_id: `attacks__${runner}-1`,
    repo: `attacks/${runner}`,
    base_commit: '0'.repeat(40),
    patch: diffOf(files, gold),
    test_patch: diffOf(files, tests),
    problem_statement: 'It is wrong. Make it right.',
    FAIL_TO_PASS: project.failToPass,
    PASS_TO_PASS: project.passToPass,
    snapshot: 'repository',
    log_parser: runner,
    test_files: project.testFiles,
    ...(image === undefined ? {} : { environment_image: image }),
  }
  writeFileSync(tasks, `${JSON.stringify(row)}\n`)
}

type Files = Readonly<Record<string, string>>

function diffOf(before: Files, after: Files): string {
  const known = Object.keys(after).filter((path) => Object.hasOwn(before, path))
  const old = Object.fromEntries(known.map((path) => [path, before[path] ?? '']))
  return unifiedDiff(old, after, { maxBytes: 2 ** 22, bigFileBytes: 2 ** 22 })
}
