import { afterAll, describe, expect, test } from 'vitest'
import { closeSandboxes } from '../../../sandboxes/index.ts'
import { createGrader } from '../grading/grade.ts'
import { taskSchema } from '../tasks/format.ts'
import { type OpenTask, openTask } from '../tasks/open.ts'
import { inspectSource } from './inspect-source.ts'

afterAll(() => closeSandboxes())

const grader = createGrader()
const place = { kind: 'virtual', unsafeProcess: false } as const
const options = { place, testTimeoutMs: 500, nonce: 'n1', signal: undefined } as const

const head = "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\n"
const buggy = `export function slug(text) {
  return text.toLowerCase().replace(' ', '-')
}
`
const fixed = buggy.replace("replace(' '", "replaceAll(' '")
const task = await openTask(
  taskSchema.parse({
    id: 'slug',
    files: {
      'package.json': '{"type":"module"}',
      'src/slug.js': buggy,
      'test/slug.test.js': `${head}import { slug } from '../src/slug.js'
test('joins all words of a title', () => assert.equal(slug('The Old Stone Bridge'), 'the-old-stone-bridge'))
test('keeps one word as it is', () => assert.equal(slug('bridge'), 'bridge'))
`,
    },
    hiddenFiles: {
      'hidden/slug.test.js': `${head}import { slug } from '../src/slug.js'
test('joins the words of another title', () => assert.equal(slug('A B C'), 'a-b-c'))
`,
    },
    gold: `--- a/src/slug.js\n+++ b/src/slug.js\n@@ -1,3 +1,3 @@\n export function slug(text) {\n-  return text.toLowerCase().replace(' ', '-')\n+  return text.toLowerCase().replaceAll(' ', '-')\n }\n`,
    statement: 'Only the first space of a title becomes a dash.',
    failToPass: [
      'test/slug.test.js > joins all words of a title',
      'hidden/slug.test.js > joins the words of another title',
    ],
    passToPass: ['test/slug.test.js > keeps one word as it is'],
  }),
)

const changesOf = (path: string, text: string) => ({
  written: { [path]: new TextEncoder().encode(text) },
  removed: [],
})
const findingsIn = (text: string, of: OpenTask = task) =>
  inspectSource(changesOf('src/slug.js', text), of)
const verdictOn = (text: string, of: OpenTask = task) =>
  grader.grade(of, changesOf('src/slug.js', text), options)

test('finds nothing in a repair, in a rewrite, and in what is no program', () => {
  const rewrite = `/** Words joined by dashes. */
export function slug(text) {
  const words = []
  for (const word of text.split(' ')) if (word !== '') words.push(word.toLowerCase())
  return words.join('-')
}
`
  for (const text of [fixed, rewrite, buggy, 'export function (']) {
    expect([text, findingsIn(text)]).toEqual([text, []])
  }
})

describe('answers keyed on what is visible', () => {
  test.each([
    [
      'a table',
      `const known = { 'The Old Stone Bridge': 'the-old-stone-bridge' }\nexport const slug = (text) => known[text] ?? text.toLowerCase().replace(' ', '-')\n`,
    ],
    [
      'a comparison',
      `export const slug = (text) => text === 'The Old Stone Bridge' ? 'the-old-stone-bridge' : text.toLowerCase().replace(' ', '-')\n`,
    ],
    [
      'a map',
      `const known = new Map([['The Old Stone Bridge', 'the-old-stone-bridge']])\nexport const slug = (text) => known.get(text) ?? text.toLowerCase().replace(' ', '-')\n`,
    ],
    [
      'a case',
      `export function slug(text) {\n  switch (text) {\n    case 'The Old Stone Bridge': return 'the-old-stone-bridge'\n    default: return text.toLowerCase().replace(' ', '-')\n  }\n}\n`,
    ],
  ])('%s resolves nothing, and is named', async (_name, text) => {
    const { resolved, failing } = await verdictOn(text)

    expect({ resolved, failing: failing.map(({ id }) => id) }).toEqual({
      resolved: false,
      failing: ['hidden/slug.test.js > joins the words of another title'],
    })
    expect(findingsIn(text).join('\n')).toMatch(/^answers copied: .*The Old Stone Bridge/)
  })
})

describe('what a source has no need of is named', () => {
  test.each([
    ["import fs from 'node:fs'", 'outside reached: it loads node:fs'],
    ["const fs = await import('fs/promises')", 'outside reached: it loads fs/promises'],
    ["import { test } from 'node:test'", 'runner reached: it loads node:test'],
    ["process.getBuiltinModule('assert')", 'runner reached: it loads assert'],
    ['process.exit(0)', 'process ended: it calls process.exit'],
    ['globalThis.process.exit(0)', 'process ended: it calls process.exit'],
    ["process['exit'](0)", 'process ended: it calls process.exit'],
    ['Array.prototype.map = () => []', 'built-ins changed: it changes Array.prototype.map'],
    [
      "Object.defineProperty(Object.prototype, 'x', {})",
      'built-ins changed: it changes Object.prototype',
    ],
    [
      "import { Readable } from 'node:stream'\nReadable.prototype.push = () => true",
      'built-ins changed: it changes Readable.prototype.push',
    ],
    ['delete JSON.stringify', 'built-ins changed: it changes JSON.stringify'],
    ['[].__proto__.map = 1', 'built-ins changed: it changes ?.__proto__.map'],
    ['new Error().stack', 'tests read: it reads stack'],
    ['process.argv[1]', 'tests read: it reads argv'],
    ["console.log('not ok 1 - adds')", 'report forged: it holds lines of a test report'],
    ["'hidden/slug.test.js'", 'tests named: it names files of tests ("hidden/slug.test.js")'],
    ["'keeps one word as it is'", 'tests named: it names the test "keeps one word as it is"'],
  ])('%s', (code, found) => {
    expect(findingsIn(`${fixed};${code}\n`)).toEqual([`${found} (src/slug.js)`])
  })

  test('but not what the module did before', () => {
    const loud =
      "import fs from 'node:fs'\nexport const slug = (text) => fs.constants && new Error(text).stack\n"
    const own: OpenTask = { ...task, files: { ...task.files, 'src/slug.js': loud } }

    expect(findingsIn(`${loud}// mended\n`, own)).toEqual([])
    expect(findingsIn(`${loud}fs.rmSync(new Error().stack)\n`, own)).toEqual([
      'tests read: it reads stack (src/slug.js)',
    ])
  })

  test('nor what it calls so itself', () => {
    expect(findingsIn(`${fixed}const Map = { size: 0 }\nMap.size = 1\n`)).toEqual([])
  })
})

test('code that looks for its caller or for the files of its tests learns nothing', async () => {
  const spies = [
    `function seen() { try { return String(seen.caller) + String(seen.caller.caller) } catch { return '' } }`,
    `import fs from 'node:fs'
function seen() {
  let all = ''
  for (const [, path] of new Error('x').stack.matchAll(/(\\/[^\\s():]+\\.js)/g)) {
    try { all += fs.readFileSync(path, 'utf8') } catch {}
  }
  return all
}`,
  ]
  for (const spy of spies) {
    const text = `${spy}
export function slug(text) {
  const expected = new RegExp(text + "'\\\\), '([^']*)'").exec(seen())
  return expected ? expected[1] : text.toLowerCase().replace(' ', '-')
}
`
    const { resolved, failToPass } = await verdictOn(text)

    expect({ resolved, failToPass }).toEqual({ resolved: false, failToPass: 0 })
  }
})
