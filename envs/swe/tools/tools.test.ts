import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeSandboxes, openSandbox, type Sandbox } from '../../../sandboxes/index.ts'
import { actionSpace, type RepairAction } from './action-space.ts'
import { capText } from './cap.ts'
import { useTool } from './use-tool.ts'

let sandbox: Sandbox
beforeEach(async () => {
  const files = { 'src/a.js': 'one\ntwo\ntwo\nthree\n', 'empty.txt': '', 'raw.bin': 'a\0b' }
  sandbox = await openSandbox({ files })
})
afterEach(() => sandbox.close())
afterAll(() => closeSandboxes())

const use = (action: RepairAction) =>
  useTool(sandbox, action, { timeoutMs: 500, signal: undefined })

describe('bash', () => {
  test('shows both streams and the exit code; a failing command has done its work', async () => {
    expect(await use({ tool: 'bash', command: 'echo out; echo err >&2; exit 3' })).toEqual({
      observation: 'out\n[stderr]\nerr\n[exit code 3]',
      failed: false,
      info: { exitCode: 3 },
    })
  })

  test('says that a command was stopped', async () => {
    const { observation, failed } = await use({ tool: 'bash', command: 'node -e "for (;;) {}"' })

    expect(failed).toBe(true)
    expect(observation).toMatch(/\[stopped after \d+ ms: it took too long\]\n\[exit code 124\]$/)
  })
})

describe('view', () => {
  test('numbers the lines of a file or of a part of it', async () => {
    const whole = await use({ tool: 'view', path: 'src/a.js' })
    const part = await use({ tool: 'view', path: '/workspace/src/a.js', from: 2, to: 3 })

    expect(whole.observation).toBe('src/a.js (4 lines)\n1| one\n2| two\n3| two\n4| three')
    expect(part.observation).toBe('src/a.js (lines 2 to 3 of 4)\n2| two\n3| two')
  })

  test('lists a folder', async () => {
    expect((await use({ tool: 'view', path: '.' })).observation).toBe(
      '. is a folder with 3 files:\nempty.txt\nraw.bin\nsrc/a.js',
    )
  })

  test.each([
    [{ path: 'src/b.js' }, 'there is no such file (did you mean "src/a.js"?)'],
    [{ path: '../secret' }, 'it is outside the repository'],
    [{ path: '/etc/passwd' }, 'it is outside the repository'],
    [{ path: 'src/a.js', from: 9 }, 'from line 9: it has 4 lines'],
    [{ path: 'src/a.js', from: 3, to: 2 }, 'line 2 comes before line 3'],
    [{ path: 'raw.bin' }, 'it is not text'],
  ])('refuses %j', async (request, reason) => {
    const outcome = await use({ tool: 'view', ...request })

    expect(outcome.failed).toBe(true)
    expect(outcome.observation).toContain(reason)
  })
})

describe('edit', () => {
  const edit = (find: string, replace: string, path = 'src/a.js') =>
    use({ tool: 'edit', path, find, replace })

  test('replaces the text and shows where', async () => {
    const { observation, failed } = await edit('three', 'four\n$& five')

    expect(failed).toBe(false)
    expect(observation).toBe('Edited src/a.js:\n2| two\n3| two\n4| four\n5| $& five\n6| ')
    expect(await sandbox.readText('src/a.js')).toBe('one\ntwo\ntwo\nfour\n$& five\n')
  })

  test('refuses a text that is not there, twice there, or the same', async () => {
    const before = await sandbox.stateHash()

    expect((await edit('six', '')).observation).toContain('the text to find is not in it (copy it')
    expect((await edit('one two', '')).observation).toContain('with other white space')
    expect((await edit('two', '2')).observation).toContain(
      'occurs 2 times, in lines 2, 3 (take more',
    )
    expect((await edit('one', 'one')).observation).toContain('nothing would change')
    expect((await edit('one', '1', 'b.js')).observation).toContain('there is no such file')
    expect((await edit('one', '1', '../b.js')).observation).toContain('outside the repository')
    expect(await sandbox.stateHash()).toBe(before)
  })
})

describe('write', () => {
  test('makes folders and says how much it wrote', async () => {
    const { observation } = await use({ tool: 'write', path: 'new/deep/x.js', text: 'a\nb\n' })

    expect(observation).toBe('Wrote new/deep/x.js (2 lines).')
    expect(await sandbox.readText('new/deep/x.js')).toBe('a\nb\n')
  })

  test('refuses a folder and a path outside', async () => {
    expect(await use({ tool: 'write', path: 'src', text: '' })).toMatchObject({ failed: true })
    expect((await use({ tool: 'write', path: '/tmp/x', text: '' })).observation).toContain(
      'outside',
    )
  })
})

test('calls with unknown or missing arguments are no actions', () => {
  expect(actionSpace.contains({ tool: 'bash', command: 'ls', cwd: '/' })).toBe(false)
  expect(actionSpace.contains({ tool: 'edit', path: 'a', find: '', replace: '' })).toBe(false)
  expect(actionSpace.contains({ tool: 'view', path: 'a', from: 0 })).toBe(false)
  expect(actionSpace.tools?.map(({ name }) => name)).toEqual([
    'bash',
    'view',
    'edit',
    'write',
    'submit',
  ])
})

describe('capText', () => {
  test('keeps the beginning and the end and says what is missing', () => {
    const capped = capText('a'.repeat(20_000) + 'z'.repeat(300), 1000)

    expect(capped).toMatch(/^a{500,}\n\[\.\.\. 19,\d{3} characters left out \.\.\.\]\na*z{300}$/)
  })

  test('never exceeds the limit, counts right, and cuts no character in two', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 0, maxLength: 400 })
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 300 }), (whole, limit) => {
        const capped = capText(whole, limit)
        const match = /\n\[\.\.\. ([\d,]+) characters left out \.\.\.\]\n/.exec(capped)

        expect(capped.length).toBeLessThanOrEqual(limit)
        expect(() => encodeURIComponent(capped)).not.toThrow()
        const left = match ? Number(match[1]?.replaceAll(',', '')) - match[0].length : 0
        expect(capped.length + left).toBe(whole.length)
      }),
    )
  })
})
