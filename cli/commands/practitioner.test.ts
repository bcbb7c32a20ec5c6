import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { folderWith, palaestra } from '../palaestra.suite.ts'

// Starts the program, which tries the devices of the machine.
vi.setConfig({ testTimeout: 120_000 })

const tiny = [
  ...['--model', 'nano', '--device', 'cpu', '--threads', '1', '--warm-steps', '3'],
  ...['--groups', '2', '--group-size', '4', '--episodes', '16', '--eval-episodes', '4'],
  ...['--grid-shares', '0.5', '--grid-algorithms', 'grpo', '--max-turns', '3'],
]

test('trains every run of the grid, reports them together, and goes on with what is missing', async () => {
  const out = join(await folderWith(), 'grid')
  const train = ['train', '--preset', 'practitioner']

  const first = await palaestra(...train, ...tiny, '--out', out)
  await rm(join(out, 'sft-0.5-dense-grpo'), { recursive: true })
  const resumed = await palaestra(...train, '--resume', out, '--json')

  expect(first.code).toBe(0)
  expect(first.stderr).toContain('Run 2 of 2: sft-0.5-dense-grpo')
  expect(first.stderr).toContain('1 updates of 2 groups of 4 episodes')
  expect(first.stdout).toMatch(/Best: sft-0\.5-(sparse|dense)-grpo, \d+\.\d % held out/)
  expect(first.stdout).toContain('reward, mean over the others')
  expect(existsSync(join(out, 'report.html'))).toBe(true)

  expect(resumed.code).toBe(0)
  expect(resumed.stderr).toContain('Run 1 of 2: sft-0.5-sparse-grpo, done before')
  expect(resumed.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    ...{ preset: 'practitioner', run: out, env: 'text/KeyDoor-v0', status: 'complete', of: 2 },
    cells: [
      { cell: { share: 0.5, reward: 'sparse', algorithm: 'grpo' }, status: 'complete' },
      { cell: { share: 0.5, reward: 'dense', algorithm: 'grpo' }, success: expect.any(Number) },
    ],
    report: join(out, 'report.html'),
  })
})
