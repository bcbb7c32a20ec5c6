import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { storedSample, trainingRun } from '../../runs/report/training-run.suite.ts'
import { folderWith, palaestra, startPalaestra, startPalaestraIn } from '../palaestra.suite.ts'

async function playedRun(folder: string, name: string, ...flags: readonly string[]) {
  const out = join(folder, name)
  const { stdout, stderr } = await palaestra(
    'run',
    ...['--env', 'text/GuessNumber-v0', '--episodes', '6', '--out', out, ...flags],
  )
  return { out, stdout, stderr }
}

test('a run ends with the line that makes its report, and the line does', async () => {
  const folder = await folderWith()
  const { out, stdout } = await playedRun(folder, 'run', '--quiet')

  const [line] = stdout.trimEnd().split('\n').slice(-1)
  const { code, stdout: said } = await palaestra('report', out)

  expect(line).toBe(`See what the agents did: npm run report -- ${out}`)
  expect(code).toBe(0)
  expect(said).toMatch(/report\.html \(6 episodes, 0\.\d MiB, made in [\d.]+ (s|ms)\)\n$/)
  expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('id="page-data"')
})

test('--json prints the aggregates, equal to those of the run, and makes a page only with --out', async () => {
  const folder = await folderWith()
  const { out, stdout: ran, stderr } = await playedRun(folder, 'run', '--json')

  const { stdout } = await palaestra('report', out, '--json')

  const { runs, panels } = JSON.parse(stdout)
  const { success, meanReward, episodes } = JSON.parse(ran)
  expect(stderr).toContain(`See what the agents did: npm run report -- ${out}`)
  expect(runs).toMatchObject([
    {
      label: 'run',
      status: 'complete',
      episodes,
      notes: [],
      summary: { success: { rate: success } },
    },
  ])
  expect(runs[0].summary.reward.mean).toBe(meanReward)
  expect(Object.keys(panels)).toContain('success')
  expect(await stat(join(out, 'report.html')).catch(() => null)).toBeNull()
})

test('without a folder the latest run of episodes is shown, several runs on one page', async () => {
  const folder = await folderWith()
  await mkdir(join(folder, 'palaestra-runs'))
  const { out: first } = await playedRun(folder, 'first')
  const { out: second } = await playedRun(folder, 'second')
  await rename(first, join(folder, 'palaestra-runs/first'))
  await rename(second, join(folder, 'palaestra-runs/second'))

  await mkdir(join(folder, 'palaestra-runs/training'))
  await writeFile(join(folder, 'palaestra-runs/training/run.json'), '{"kind":"training"}')

  const latest = await startPalaestraIn(folder, 'report').finished
  const both = await startPalaestraIn(
    folder,
    ...['report', 'palaestra-runs/first', 'palaestra-runs/second'],
  ).finished

  expect(latest.stdout).toMatch(/^palaestra-runs\/second\/report\.html \(6 episodes/)
  expect(both.stdout).toMatch(/^palaestra-runs\/report-\d{8}-\d{6}\.html \(12 episodes/)
})

test('a training run makes a page of its updates and stored episodes', async () => {
  const dir = await trainingRun({ samples: [storedSample(5, 'g', 1)] })

  const { code, stdout, stderr } = await palaestra('report', dir)

  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/report\.html \(5 updates, 1 stored episode, 0\.\d MiB, made in /)
  expect(await readFile(join(dir, 'report.html'), 'utf8')).toContain('id="samples-0"')
})

test.skipIf(process.platform !== 'linux')(
  '--open shows the page in the browser, or says where it is (needs Linux: its browser is a script here)',
  async () => {
    const folder = await folderWith({
      browser: '#!/bin/sh\nprintf %s "$1" > "$(dirname "$0")/shown"\n',
    })
    const { out } = await playedRun(folder, 'run')
    await chmod(join(folder, 'browser'), 0o755)
    const openWith = (browser: string) => {
      vi.stubEnv('BROWSER', browser)
      vi.stubEnv('DISPLAY', '')
      vi.stubEnv('WAYLAND_DISPLAY', '')
      return palaestra('report', out, '--open', '--quiet').finally(() => vi.unstubAllEnvs())
    }

    const shown = await openWith(join(folder, 'browser'))
    const nowhere = await openWith(join(folder, 'no-such-browser'))

    expect([shown.code, shown.stderr]).toEqual([0, ''])
    // A browser that starts is not waited for.
    const page = () => readFile(join(folder, 'shown'), 'utf8').catch(() => '')
    await expect.poll(page).toContain('report.html')
    expect(nowhere.code).toBe(0)
    expect(nowhere.stderr).toBe(
      `Cannot open a browser here: open ${join(out, 'report.html')} yourself.\n`,
    )
  },
)

test('what is missing in a folder is said beside the page', async () => {
  const folder = await folderWith()
  const { out } = await playedRun(folder, 'run')
  const path = join(out, 'trajectories.jsonl')
  await writeFile(path, (await readFile(path)).subarray(0, -20))

  const { code, stderr } = await palaestra('report', out, '--quiet')

  expect(code).toBe(0)
  expect(stderr).toContain('run: The last line of trajectories.jsonl is torn')
})

test.each([
  [['report', 'no-such-folder'], 'Cannot report on no-such-folder: there is no such folder'],
  [['report', 'core'], 'Cannot report on core: there is no run in it'],
  [['report', 'core', '--serve', '--json'], 'Cannot report: --serve writes nothing'],
  [['report', 'core', '--port', '99999'], '--port 99999 does not fit'],
])('%j is refused in one line', async (argv, message) => {
  const { code, stderr } = await palaestra(...argv)

  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('a page that cannot be written is one line, and leaves nothing half', async () => {
  const folder = await folderWith({ file: '' })
  const { out } = await playedRun(folder, 'run')

  const { code, stderr } = await palaestra('report', out, '--out', join(folder, 'file/page.html'))

  expect(code).toBe(2)
  expect(stderr).toMatch(/^Cannot write .*page\.html: a part of the path is a file/)
})

test('--serve answers until Ctrl-C, and ends in order', async () => {
  const folder = await folderWith()
  const { out } = await playedRun(folder, 'run')
  const serving = startPalaestra('report', out, '--serve', '--port', '0')
  const url = await new Promise<string>((resolve) => {
    serving.child.stdout?.on('data', (text: string) => resolve(text.split(' ')[0] ?? ''))
  })

  const page = await fetch(url)
  serving.child.kill('SIGINT')
  const { code, stderr } = await serving.finished

  expect(page.status).toBe(200)
  expect([code, stderr]).toEqual([0, ''])
})
