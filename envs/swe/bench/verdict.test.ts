import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { TestStatus } from './parsers/index.ts'
import { readPredictions, writePredictions } from './predictions.ts'
import { reportOf } from './report.ts'
import { judge } from './verdict.ts'

const statuses = (entries: Record<string, TestStatus>) => new Map(Object.entries(entries))
const lists = { failToPass: ['f'], passToPass: ['p'] }

describe('judge', () => {
  /** By SWE-bench's rules: a skip fails where a pass is asked for, and is fine where one is kept. */
  test.each([
    ['passed', 'passed', true, true],
    ['passed', 'skipped', true, false],
    ['passed', undefined, false, false],
    ['passed', 'failed', false, false],
    ['passed', 'error', false, false],
    ['skipped', 'passed', false, false],
    [undefined, 'passed', false, false],
    ['failed', 'passed', false, false],
    ['error', 'passed', false, false],
  ] as const)('finds %s and %s resolved: %s, strictly: %s', (f, p, resolved, strictly) => {
    const given = new Map<string, TestStatus>()
    if (f) given.set('f', f)
    if (p) given.set('p', p)

    const verdict = judge(lists, given)

    expect(verdict).toMatchObject({ resolved, resolvedStrict: strictly })
    expect(verdict.tests.map(({ status }) => status)).toEqual([f ?? 'missing', p ?? 'missing'])
  })

  test('lets a skip pass strictly where the gold patch skips too', () => {
    const gold = statuses({ f: 'passed', p: 'skipped' })

    expect(judge(lists, statuses({ f: 'passed', p: 'skipped' }), { gold }).resolvedStrict).toBe(
      true,
    )
    expect(judge(lists, statuses({ f: 'passed' }), { gold }).resolvedStrict).toBe(false)
    expect(judge(lists, statuses({ f: 'skipped', p: 'passed' }), { gold }).resolvedStrict).toBe(
      false,
    )
  })

  test('tells partial from none', () => {
    const two = { failToPass: ['a', 'b'], passToPass: ['p'] }

    expect(judge(two, statuses({ a: 'passed', b: 'failed', p: 'passed' }))).toMatchObject({
      resolution: 'PARTIAL',
      failToPass: 0.5,
      passToPass: 1,
    })
    expect(judge(two, statuses({ p: 'passed' })).resolution).toBe('NO')
    expect(judge(two, statuses({ a: 'passed', b: 'passed', p: 'failed' })).resolution).toBe('NO')
  })

  test('takes an empty list for whole, and never pays strictly for no test at all', () => {
    expect(judge({ failToPass: [], passToPass: ['p'] }, statuses({ p: 'passed' }))).toMatchObject({
      resolved: true,
      resolvedStrict: true,
      failToPass: 1,
    })
    expect(judge({ failToPass: [], passToPass: [] }, new Map())).toMatchObject({
      resolved: true,
      resolvedStrict: false,
    })
  })

  test('counts what is not told to fail where a repository is judged by failures alone', () => {
    expect(judge(lists, new Map(), { failOnly: true })).toMatchObject({
      resolved: true,
      resolvedStrict: false,
    })
    expect(judge(lists, statuses({ p: 'failed' }), { failOnly: true }).resolved).toBe(false)
  })
})

describe('reportOf', () => {
  test('is what SWE-bench writes', () => {
    const verdict = judge(
      { failToPass: ['f', 'g'], passToPass: ['p'] },
      statuses({ f: 'passed', p: 'skipped' }),
    )

    expect(reportOf('diff', verdict)).toEqual({
      patch_is_None: false,
      patch_exists: true,
      patch_successfully_applied: true,
      resolved: false,
      tests_status: {
        FAIL_TO_PASS: { success: ['f'], failure: ['g'] },
        PASS_TO_PASS: { success: ['p'], failure: [] },
        FAIL_TO_FAIL: { success: [], failure: [] },
        PASS_TO_FAIL: { success: [], failure: [] },
      },
    })
    expect(reportOf('diff', undefined)).toEqual({
      patch_is_None: false,
      patch_exists: true,
      patch_successfully_applied: false,
      resolved: false,
    })
    expect(reportOf(null, undefined)).toEqual({
      patch_is_None: true,
      patch_exists: false,
      patch_successfully_applied: false,
      resolved: false,
    })
  })
})

describe('predictions', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'palaestra-predictions-'))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  const file = (name: string, text: string) => {
    const path = join(scratch, name)
    writeFileSync(path, text)
    return path
  }
  const one = {
    instance_id: 'a__b-1',
    model_name_or_path: 'm',
    model_patch: 'diff --git a/x b/x\n',
  }
  const none = { instance_id: 'a__b-2', model_name_or_path: 'm', model_patch: null }

  test.each(['out.json', 'out.jsonl'])('come back as they were written: %s', async (name) => {
    const path = join(scratch, name)

    await writePredictions(path, [one, none])

    expect([...(await readPredictions(path)).values()]).toEqual([one, none])
    expect(readFileSync(path, 'utf8').startsWith('[')).toBe(name === 'out.json')
  })

  test('are read from an object by instance id', async () => {
    const path = file(
      'by-id.json',
      JSON.stringify({ 'a__b-1': { model_name_or_path: 'm', model_patch: one.model_patch } }),
    )

    expect((await readPredictions(path)).get('a__b-1')).toEqual(one)
  })

  test('are refused with file, line and field', async () => {
    const line = JSON.stringify(one)

    await expect(
      readPredictions(file('a.jsonl', `${line}\n{"instance_id":"x"}\n`)),
    ).rejects.toThrow('Cannot read predictions a.jsonl: line 2, field model_patch: is missing')
    await expect(readPredictions(file('b.jsonl', `${line}\n${line}\n`))).rejects.toThrow(
      'line 2, field instance_id: a__b-1 has a prediction already',
    )
    await expect(readPredictions(join(scratch, 'missing.jsonl'))).rejects.toThrow(
      'missing.jsonl: no such file (check the path)',
    )
    await expect(readPredictions(file('c.jsonl', '\n'))).rejects.toThrow('c.jsonl: it holds none')
  })
})
