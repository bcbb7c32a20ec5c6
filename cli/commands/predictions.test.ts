import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { benchSource, playBench } from '../bench.suite.ts'
import { folderWith, palaestra } from '../palaestra.suite.ts'

interface Line {
  readonly instance_id: string
  readonly model_name_or_path: string
  readonly model_patch: string | null
}

const linesOf = async (path: string): Promise<readonly Line[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

test('the patches of a run are written as SWE-bench reads them, null where an agent left none', async () => {
  const folder = await folderWith({ 'env.ts': benchSource })
  await palaestra(...playBench(folder, '--episodes', '5', '--agent', 'random'))

  const { code, stdout, stderr } = await palaestra('predictions', join(folder, 'run'))

  expect(code).toBe(0)
  expect(stdout).toBe(
    `${join(folder, 'run/predictions.jsonl')} (3 predictions, 1 without a patch)\n`,
  )
  expect(stderr).toBe(
    'Left out: 1 episode that failed, whose patch nobody knows.\nLeft out: 1 patch too long to be kept whole.\n',
  )
  const lines = await linesOf(join(folder, 'run/predictions.jsonl'))
  expect(lines.toSorted((a, b) => a.instance_id.localeCompare(b.instance_id))).toEqual([
    {
      instance_id: 'acme__fixed-1',
      model_name_or_path: 'random',
      model_patch: expect.stringContaining('diff of acme__fixed-1'),
    },
    { instance_id: 'acme__nothing-2', model_name_or_path: 'random', model_patch: null },
    {
      instance_id: 'acme__tests-5',
      model_name_or_path: 'random',
      model_patch: expect.stringContaining('diff of acme__tests-5'),
    },
  ])
})

test('of several episodes of an instance the first counts, or each has a file of its own', async () => {
  const folder = await folderWith({ 'env.ts': benchSource })
  const out = join(folder, 'predictions.json')
  await palaestra(...playBench(folder, '--episodes', '10', '--group-size', '2'))

  const first = await palaestra('predictions', join(folder, 'run'), '--out', join(folder, 'a.json'))
  const all = await palaestra(
    ...['predictions', join(folder, 'run'), '--out', out, '--all', '--model', 'm/1', '--json'],
  )

  expect(first.stdout).toContain('a.json (3 predictions')
  const { files, leftOut } = JSON.parse(all.stdout)
  expect(files.map(({ path }: { path: string }) => path)).toEqual([
    out,
    join(folder, 'predictions-2.json'),
  ])
  expect(leftOut).toEqual({ failed: 2, cut: 2, otherTasks: 0 })
  const read = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as readonly Line[]
  const [one, two, alone] = await Promise.all(
    [out, join(folder, 'predictions-2.json'), join(folder, 'a.json')].map(read),
  )
  expect(one?.map(({ model_patch }) => model_patch)).toEqual(
    alone?.map(({ model_patch }) => model_patch),
  )
  expect(two?.map(({ instance_id }) => instance_id)).toEqual(
    one?.map(({ instance_id }) => instance_id),
  )
  expect(new Set([...(one ?? []), ...(two ?? [])].map((line) => line.model_name_or_path))).toEqual(
    new Set(['m/1']),
  )
  const patches = [...(one ?? []), ...(two ?? [])].flatMap(({ model_patch }) => model_patch ?? [])
  expect(new Set(patches).size).toBe(4)
})

test('a run of another env, no run at all and a file that cannot be written are one line each', async () => {
  const folder = await folderWith({ 'env.ts': benchSource, file: '' })
  const other = join(folder, 'other')
  await palaestra('run', '--env', 'text/GuessNumber-v0', '--episodes', '1', '--out', other)
  await palaestra(...playBench(folder, '--episodes', '1', '--seed', '1'))

  const refused = await Promise.all([
    palaestra('predictions', other),
    palaestra('predictions', join(folder, 'nowhere')),
    palaestra('predictions', join(folder, 'run'), '--out', join(folder, 'file/x.jsonl')),
    palaestra('predictions'),
  ])

  expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2])
  expect(refused.map(({ stderr }) => stderr.trimEnd().split('\n').length)).toEqual([1, 1, 1, 1])
  const [wrongEnv, noRun, noFile, noOperand] = refused.map(({ stderr }) => stderr)
  expect(wrongEnv).toContain('it is a run of text/GuessNumber-v0 (give one of swe/Bench-v0)')
  expect(noRun).toContain('no such file or folder')
  expect(noFile).toMatch(/^Cannot write .*x\.jsonl: ENOTDIR/)
  expect(noOperand).toContain('Cannot write predictions: <run> is missing')
})
