import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { tryNode } from '../memory-files.suite.ts'
import { projects } from './projects.suite.ts'
import { realNode, verdicts } from './real-node.suite.ts'

const text = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const suites = readdirSync(new URL('./suites/', import.meta.url))
const FLAGS: Readonly<Record<string, readonly string[]>> = { 'only.js': ['--test-only'] }

describeWith('node20', 'node --test', () => {
  test.each(suites)(
    'gives the verdicts of real Node on %s',
    async (name) => {
      const args = ['--test', '--test-reporter=tap', ...(FLAGS[name] ?? []), name]
      const source = text(`./suites/${name}`)

      const real = await realNode(args, { [name]: source })
      const ours = await tryNode(args, { files: { [`/work/${name}`]: source } })

      expect(verdicts(ours.stdout)).toEqual(verdicts(real.stdout))
      expect(ours.exitCode).toBe(real.exitCode)
    },
    30_000,
  )

  test('chooses tests by name like real Node', async () => {
    const args = ['--test', '--test-reporter=tap', '--test-name-pattern=third|five', 'nesting.js']
    const source = text('./suites/nesting.js')

    const real = await realNode(args, { 'nesting.js': source })
    const ours = await tryNode(args, { files: { '/work/nesting.js': source } })

    expect(verdicts(ours.stdout)).toEqual(verdicts(real.stdout))
  })
})

describeWith('node20', 'values', () => {
  const names = ['assert-cases.js', 'inspect-cases.js', 'run-cases.js']

  test.each(['comparisons', 'calls', 'inspections', 'formats'])(
    'are %s like in real Node',
    async (section) => {
      const files = Object.fromEntries(names.map((name) => [name, text(`./${name}`)]))
      const inWork = Object.fromEntries(names.map((name) => [`/work/${name}`, files[name] ?? '']))

      const real = await realNode(['run-cases.js', section], files)
      const ours = await tryNode(['run-cases.js', section], {
        files: inWork,
        maxOutputBytes: 20_000_000,
        interrupts: 200_000,
      })

      expect(ours.stderr).toBe('')
      expect(JSON.parse(ours.stdout)).toEqual(JSON.parse(real.stdout))
    },
    60_000,
  )
})

const programs = readdirSync(new URL('./programs/', import.meta.url))

describeWith('node20', 'a program', () => {
  test.each(programs)(
    'prints and exits as in real Node: %s',
    async (name) => {
      const source = text(`./programs/${name}`)

      const real = await realNode([name, 'one', '--two'], { [name]: source })
      const ours = await tryNode([name, 'one', '--two'], { files: { [`/work/${name}`]: source } })

      expect(ours.stdout).toBe(real.stdout)
      expect(ours.exitCode).toBe(real.exitCode)
      expect(errorLines(ours.stderr)).toEqual(errorLines(real.stderr))
    },
    30_000,
  )
})

/** What went wrong, without paths and positions. */
function errorLines(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => /^(?:\w*Error|Node\.js)\b/.test(line))
    .map((line) => line.replace(/^SyntaxError:.*/, 'SyntaxError'))
}

describeWith('node20', 'a project', () => {
  test.each(Object.entries(projects))(
    'runs as in real Node: %s',
    async (_, files) => {
      const main = Object.keys(files).find((name) => /^main\./.test(name)) ?? ''
      const inWork = Object.fromEntries(
        Object.entries(files).map(([name, source]) => [`/work/${name}`, source]),
      )

      const real = await realNode(['--no-warnings', main], files)
      const ours = await tryNode(['--no-warnings', main], { files: inWork })

      expect(ours.stdout).toBe(real.stdout)
      expect(ours.exitCode).toBe(real.exitCode)
    },
    30_000,
  )
})
