import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { closeSandboxes, openSandbox } from '../../sandboxes/index.ts'
import { writeCommand } from './script.ts'
import { batches, readCommand, readFiles, readSurvey } from './survey.ts'

afterAll(() => closeSandboxes())

test('writeCommand and readCommand carry any text exactly', async () => {
  await using sandbox = await openSandbox()
  const line = fc.constantFrom('', 'a', 'END_OF_FILE', '$HOME `x` \\n', "it's", '@@@ end', '  \t')
  const text = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'))
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      fc.pre(!content.includes('@@@ end'))
      const { stderr } = await sandbox.exec(writeCommand("it's/a file.js", content))
      const { stdout } = await sandbox.exec(readCommand(["it's/a file.js"]))

      expect(stderr).toBe('')
      expect(await sandbox.readText("it's/a file.js")).toBe(content)
      expect(readFiles(stdout, ["it's/a file.js"]).get("it's/a file.js")).toBe(content)
    }),
    { numRuns: 40 },
  )
})

test('readFiles leaves out files that were not shown whole', () => {
  const shown = '@@@ a.js\nA\n\n@@@ b.js\nB [... 12 characters left out ...]\n\n@@@ end'

  expect([...readFiles(shown, ['a.js', 'b.js', 'c.js'])]).toEqual([['a.js', 'A\n']])
})

test('batches fill observations without exceeding them', () => {
  const files = [4000, 4000, 4000, 20_000, 10].map((bytes, i) => ({ file: `${i}.js`, bytes }))

  expect(batches(files, 9000)).toEqual([['0.js', '1.js'], ['2.js'], ['3.js'], ['4.js']])
})

test('readSurvey tells sources from tests and finds the entry', () => {
  const survey = readSurvey(
    'root: /w\nmain: ./lib/main.js\nfile: 10 ./lib/main.js\nfile:  7 ./test/a.test.js\nfile: 3 ./x.test.js\n    ok 1 - adds\nnot ok 2 - fails\n',
  )

  expect(survey).toMatchObject({
    root: '/w',
    entry: 'lib/main.js',
    files: [{ file: 'lib/main.js', bytes: 10 }],
    failures: [{ name: 'fails' }],
    passing: ['adds'],
  })
})
