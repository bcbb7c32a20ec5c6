import { expect, test } from 'vitest'
import { benchSource, playBench } from '../bench.suite.ts'
import { folderWith, palaestra } from '../palaestra.suite.ts'

test('--json tells of each instance in the order of the tasks, the unscored with their reason', async () => {
  const folder = await folderWith({ 'env.ts': benchSource })

  const { code, stdout } = await palaestra(...playBench(folder, '--episodes', '5', '--json'))

  expect(code).toBe(0)
  const { instances, unscored } = JSON.parse(stdout)
  expect(unscored).toBe(1)
  expect(instances).toMatchObject([
    {
      instance_id: 'acme__fixed-1',
      patch_is_None: false,
      patch_exists: true,
      patch_successfully_applied: true,
      resolved: true,
      resolved_strict: true,
      tests_status: { FAIL_TO_PASS: { success: ['t'], failure: [] } },
      reward: 1,
      integrity: [],
    },
    {
      instance_id: 'acme__nothing-2',
      resolved: false,
      reward: 0,
      problem: 'nothing of it is graded',
    },
    {
      instance_id: 'acme__lost-3',
      patch_exists: null,
      resolved: null,
      resolved_strict: null,
      reward: null,
      unscored: {
        class: 'SandboxError',
        message: 'Cannot open a sandbox: the daemon is gone',
      },
      integrity: [],
    },
    { instance_id: 'acme__long-4' },
    { instance_id: 'acme__tests-5', reward: 0, integrity: ['left out test_a.py: test'] },
  ])
  expect(instances[0]).not.toHaveProperty('unscored')
  expect(instances[0]).not.toHaveProperty('problem')
})

test('several episodes of an instance have an entry each, those of an earlier session too', async () => {
  const folder = await folderWith({ 'env.ts': benchSource })
  const flags = ['--episodes', '5', '--group-size', '2', '--json']
  await palaestra(...playBench(folder, ...flags))

  const { stdout } = await palaestra(
    ...['run', '--resume', `${folder}/run`, '--episodes', '10', '--json', '--quiet'],
  )

  const { instances } = JSON.parse(stdout) as {
    instances: readonly { instance_id: string; episode: string }[]
  }
  expect(instances.map(({ instance_id }) => instance_id)).toEqual(
    ['fixed-1', 'nothing-2', 'lost-3', 'long-4', 'tests-5'].flatMap((name) => [
      `acme__${name}`,
      `acme__${name}`,
    ]),
  )
  expect(new Set(instances.map(({ episode }) => episode)).size).toBe(10)
})

test('other envs tell of no instances', async () => {
  const folder = await folderWith()

  const { stdout } = await palaestra(
    ...['run', '--env', 'text/GuessNumber-v0', '--episodes', '2', '--json', '--quiet'],
    ...['--out', `${folder}/run`],
  )

  expect(JSON.parse(stdout)).not.toHaveProperty('instances')
})

test.each([
  [
    ['--env', 'swe/Bench-v0', '--agent', 'oracle'],
    'Cannot use --predictions with agent oracle: predictions are graded as they are',
  ],
  [
    ['--env', 'text/GuessNumber-v0'],
    'Cannot use --predictions with text/GuessNumber-v0: the env has no such option',
  ],
  [['--env', 'swe/Bench-v0'], /Cannot read predictions \S*nowhere\.jsonl: .* \(check the path\)/],
])('--predictions with %j is refused in one line', async (argv, message) => {
  const { code, stdout, stderr } = await palaestra(
    ...['run', '--predictions', 'nowhere.jsonl', ...argv],
  )

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
