import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { closeSandboxes, openSandbox } from '../../sandboxes/index.ts'
import { packCommand, readPacked, unpack, writePacker } from './pack.ts'
import { writeCommand } from './script.ts'
import { readSurvey, sectionsOf } from './survey.ts'

afterAll(() => closeSandboxes())

const line = fc.constantFrom(
  '',
  'a',
  'END_OF_FILE',
  '$HOME `x` \\n',
  "it's",
  '@@@ end',
  '  \t',
  'äß€😀',
)
const anyText = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'))

test('writeCommand and packCommand carry any text exactly', async () => {
  await using sandbox = await openSandbox()
  await sandbox.exec(writePacker('/tmp/pack.mjs'))
  await fc.assert(
    fc.asyncProperty(anyText, async (content) => {
      const { stderr } = await sandbox.exec(writeCommand("it's/a file.js", content))
      const command = `gzip < "it's/a file.js" > /tmp/x.gz; ${packCommand('/tmp/pack.mjs', '/tmp/x.gz')}`
      const { stdout } = await sandbox.exec(command)
      const reading = readPacked(stdout, { packer: '/tmp/pack.mjs', file: '/tmp/x.gz', most: 0 })

      expect(stderr).toBe('')
      expect(await sandbox.readText("it's/a file.js")).toBe(content)
      expect(reading.next()).toEqual({ done: true, value: content })
    }),
    { numRuns: 30 },
  )
})

test('readPacked takes more actions where one does not show all, and gives what it could read', async () => {
  await using sandbox = await openSandbox()
  await sandbox.exec(writePacker('/tmp/pack.mjs'))
  const content = Array.from({ length: 9000 }, (_, i) => (i * i * 7919) % 99991).join('\n')
  await sandbox.exec(`${writeCommand('long', content)}gzip < long > long.gz`)
  const read = async (most: number) => {
    const first = await sandbox.exec(packCommand('/tmp/pack.mjs', 'long.gz'))
    const reading = readPacked(first.stdout, { packer: '/tmp/pack.mjs', file: 'long.gz', most })
    let next = reading.next()
    let actions = 1
    for (; !next.done; actions++) {
      const command = next.value.tool === 'bash' ? next.value.command : ''
      next = reading.next((await sandbox.exec(command)).stdout)
    }
    return { actions, text: next.value }
  }

  const whole = await read(5)
  expect(whole.text).toBe(content)
  expect(whole.actions).toBeGreaterThan(1)
  const part = await read(0)
  expect(part.actions).toBe(1)
  expect(part.text.length).toBeGreaterThan(1000)
  expect(content.startsWith(part.text)).toBe(true)
})

test('unpack gives nothing for what is not packed', () => {
  expect(unpack('', 0)).toBe('')
  expect(unpack('\u4e00\u4e01\u4e02', 5)).toBe('')
})

test('sectionsOf leaves out what was not read whole', () => {
  expect([...sectionsOf('\n@@@ a.js\nA\n\n@@@ b.js\nB')]).toEqual([['a.js', 'A\n']])
})

test('readSurvey tells sources from tests and finds the entry', () => {
  const packed = [
    '\n@@@ tests.tap\n    ok 1 - adds\nnot ok 2 - fails\n',
    '\n@@@ lib/main.js\n1\n',
    '\n@@@ test/a.test.js\n2\n',
    '\n@@@ x.test.js\n3\n',
    '\n@@@ README.md\n# Sums\n',
    '\n@@@ end\n',
  ].join('')

  expect(readSurvey('main: ./lib/main.js\npacked 1 x', packed)).toEqual({
    entry: 'lib/main.js',
    sources: new Map([['lib/main.js', '1\n']]),
    tests: new Map([
      ['test/a.test.js', '2\n'],
      ['x.test.js', '3\n'],
    ]),
    failures: [{ name: 'fails', message: '', expected: '', actual: '', frames: [] }],
    passing: ['adds'],
    readme: '# Sums\n',
  })
})
