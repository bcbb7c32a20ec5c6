/**
 * Source of an env that looks like `swe/Bench-v0` to commands: what each of its instances leaves follows
 * from its id, and those that come first take longest.
 */
export const benchSource = `import { setTimeout as sleep } from 'node:timers/promises'
import { defineEnv, SandboxError, text } from 'palaestra'
import { solved } from 'palaestra/rewards'

const names = ['acme__fixed-1', 'acme__nothing-2', 'acme__lost-3', 'acme__long-4', 'acme__tests-5']
let drawn = 0

export const bench = defineEnv({
  id: 'swe/Bench-v0',
  state: 'resource',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 5,
  tasks: { list: () => names.map((id) => ({ id, split: 'test', hash: id })) },
  async reset({ task }) {
    const { id } = task
    await sleep(20 * (names.length - names.indexOf(id)))
    if (id.includes('lost')) throw new SandboxError('Cannot open a sandbox: the daemon is gone')
    return { state: { id, n: ++drawn }, observation: 'go' }
  },
  step: ({ id }) => ({
    observation: 'done',
    signals: { solved: id.includes('fixed') },
    terminated: true,
  }),
  finalInfo: ({ id }) => ({
    report: {
      instance_id: id,
      patch_is_None: false,
      patch_exists: true,
      patch_successfully_applied: id.includes('fixed'),
      resolved: id.includes('fixed'),
      ...(id.includes('fixed') ? { tests_status: { FAIL_TO_PASS: { success: ['t'], failure: [] } } } : {}),
      resolved_strict: id.includes('fixed'),
    },
    ...(id.includes('long') ? { diffIsCut: true } : {}),
    ...(id.includes('nothing') ? { problem: 'nothing of it is graded' } : {}),
    ...(id.includes('tests') ? { integrity: ['left out test_a.py: test'] } : {}),
  }),
  artifacts: ({ id, n }) =>
    id.includes('nothing') ? {} : { diff: { type: 'diff', text: 'diff of ' + id + ' number ' + n } },
})
`

/** The flags that play it. */
export const playBench = (folder: string, ...flags: readonly string[]): readonly string[] => [
  ...['run', '--env', `${folder}/env.ts`, '--out', `${folder}/run`, '--quiet', ...flags],
]
