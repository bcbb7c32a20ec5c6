import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { checkProgram } from './check.ts'
import { parseReport } from './report.ts'

describe('parseReport', () => {
  test('finds behaviours, the example and words', () => {
    const text =
      'Something broke.\n\n- sums: adds\n- and 2 more\n\n```js\nadd(1, 2)\n```\n\nExpected: 3\nActual: -1\n\nPlease repair `add`.'

    expect(parseReport(text)).toMatchObject({
      behaviours: ['sums: adds', 'and 2 more'],
      examples: [{ code: 'add(1, 2)', expected: '3', actual: '-1' }],
    })
    expect(parseReport(text).words.has('add')).toBe(true)
  })

  test('finds results in blocks of their own', () => {
    const text =
      '```js\nf()\n```\n\nExpected:\n```text\n[\n  1\n]\n```\n\nActual:\n```text\n[]\n```'

    expect(parseReport(text).examples).toEqual([
      { code: 'f()', expected: '[\n  1\n]', actual: '[]' },
    ])
  })

  test('has no example where there is none', () => {
    expect(parseReport('It does not work.').examples).toEqual([])
    expect(parseReport('```js\nf()\n```').examples).toEqual([])
  })
})

test('finds an example for each of several faults', () => {
  const fault = (code: string) => `\`\`\`js\n${code}\n\`\`\`\n\nExpected: 1\nActual: 2`

  expect(parseReport(`1.\n\n${fault('f()')}\n\n2.\n\n${fault('g()')}`).examples).toEqual([
    { code: 'f()', expected: '1', actual: '2' },
    { code: 'g()', expected: '1', actual: '2' },
  ])
})

describe('checkProgram', () => {
  const folders: string[] = []
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

  /** Runs the check with a real Node: what it prints, and whether it found the example to work. */
  async function check(code: string, expected: string, module: string, name = 'lib.mjs') {
    const folder = await mkdtemp(join(tmpdir(), 'palaestra-check-'))
    folders.push(folder)
    const verdict = join(folder, 'verdict')
    const program = checkProgram([{ code, expected, actual: '' }], verdict)
    if (program === undefined) return undefined
    await writeFile(join(folder, 'check.mjs'), program.text)
    await writeFile(join(folder, name), module)
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(folder, 'check.mjs'),
      join(folder, name),
    ])
    const works = await readFile(verdict, 'utf8').then(
      (count) => count === '1',
      () => undefined,
    )
    return { works, said: stdout.trim() }
  }

  test('compares the value of the last expression, waiting for promises', async () => {
    const module = 'export const list = async (n) => Array.from({ length: n }, (_, i) => i)'

    expect(await check('const n = 2;\nawait list(n)', '[ 0, 1 ]', module)).toEqual({
      works: true,
      said: 'example 1: as expected',
    })
    expect(await check('list(3)', '[ 0, 1 ]', module)).toEqual({
      works: false,
      said: 'example 1: gives [ 0, 1, 2 ]',
    })
  })

  test('takes the exports of a CommonJS module', async () => {
    expect(await check('one()', '1', 'exports.one = () => 1', 'lib.cjs')).toMatchObject({
      works: true,
    })
  })

  test('does not overlook white space in texts', async () => {
    const module = "export const name = () => ' a'"

    expect(await check('name()', "'a'", module)).toMatchObject({ works: false })
    expect(await check('name()', "' a'", module)).toMatchObject({ works: true })
  })

  test('expects errors, or none', async () => {
    const module = "export const f = (x) => { if (x) throw new RangeError('too much') }"

    expect(await check('f(0)', 'no error', module)).toMatchObject({ works: true })
    expect(await check('f(1)', 'no error', module)).toEqual({
      works: false,
      said: 'example 1: gives throws RangeError: too much',
    })
    expect(await check('f(1)', 'an error', module)).toMatchObject({ works: true })
    expect(await check('f(0)', 'an error', module)).toMatchObject({ works: false })
    expect(await check('f(1)', 'an error of type RangeError', module)).toMatchObject({
      works: true,
    })
    expect(
      await check('f(1)', "an error with { name: 'RangeError', message: /much/ }", module),
    ).toMatchObject({ works: true })
    expect(await check('f(1)', "an error with { message: 'other' }", module)).toMatchObject({
      works: false,
    })
  })

  test('is not made of code that ends in no expression', async () => {
    expect(await check('const a = 1', '1', '')).toBeUndefined()
    expect(await check('this is no code', '1', '')).toBeUndefined()
  })
})
