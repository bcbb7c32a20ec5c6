import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, palaestra, startPalaestra } from '../palaestra.suite.ts'

const head =
  "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\nimport { Stack, clamp } from '../src/stack.js'\n"
const repository = {
  'package.json': '{"name":"small","type":"module"}\n',
  'README.md': '# Small\n\n- `clamp(value, low, high)` gives the value, kept between the two.\n',
  'src/stack.js': `/** Keeps a value between two others. */
export function clamp(value, low = 0, high = 100) {
  if (value < low) return low
  if (value > high) return high
  return value
}

export class Stack {
  #items = []
  #pushes = 0

  push(item) {
    this.#items.push(item)
    this.#pushes += 1
    return this.#pushes
  }

  pop() {
    if (this.#items.length === 0) throw new RangeError('the stack is empty')
    return this.#items.pop()
  }

  top() {
    return this.#items[this.#items.length - 1]
  }

  items() {
    return [...this.#items]
  }
}
`,
  'test/stack.test.js': `${head}
test('keeps a value in its bounds', () => {
  assert.equal(clamp(5), 5)
  assert.equal(clamp(-5), 0)
})
test('gives back what was pushed last', () => {
  const stack = new Stack()
  stack.push('a')
  stack.push('b')
  assert.equal(stack.pop(), 'b')
})
test('an empty stack cannot be popped', () => {
  const stack = new Stack()
  assert.throws(() => stack.pop(), { message: 'the stack is empty' })
})
`,
  'test/more.test.js': `${head}
test('keeps a large value in its bounds', () => assert.equal(clamp(500), 100))
test('keeps a value in bounds of its own', () => assert.equal(clamp(7, 8, 9), 8))
test('a bound belongs to what is allowed', () => assert.equal(clamp(9, 8, 9), 9))
test('counts what was pushed', () => {
  const stack = new Stack()
  stack.push('a')
  assert.equal(stack.push('b'), 2)
})
test('the top stays where it is', () => {
  const stack = new Stack()
  stack.push('a')
  stack.push('b')
  assert.equal(stack.top(), 'b')
  assert.deepEqual(stack.items(), ['a', 'b'])
})
test('what is listed is a copy', () => {
  const stack = new Stack()
  stack.push('a')
  stack.items().push('b')
  assert.deepEqual(stack.items(), ['a'])
})
test('a list that was taken stays as it was', () => {
  const stack = new Stack()
  stack.push('a')
  const taken = stack.items()
  stack.push('b')
  assert.deepEqual(taken, ['a'])
})
test('a stack that was emptied cannot be popped', () => {
  const stack = new Stack()
  stack.push('a')
  stack.pop()
  assert.throws(() => stack.pop(), RangeError)
})
`,
}

async function repositoryIn(folder: string, files: Readonly<Record<string, string>> = repository) {
  const root = join(folder, 'small')
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

test('tasks of a repository are made, hold in the sandbox, and are played and verified as any others', async () => {
  const folder = await folderWith()
  const root = await repositoryIn(folder)
  const out = join(folder, 'tasks.jsonl')

  const made = await palaestra(
    ...['tasks', 'generate', root, '--hidden', 'test/more.test.js', '--limit', '12'],
    ...['--out', out, '--json'],
  )

  expect([made.code, made.stderr.split('\n')[0]]).toEqual([0, 'Hidden tests: test/more.test.js'])
  const { tasks, byLevel } = JSON.parse(made.stdout)
  expect(tasks).toBeGreaterThan(4)
  expect(Object.keys(byLevel).length).toBeGreaterThan(1)
  const lines = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toHaveLength(tasks)
  for (const { statement, files, hiddenFiles, failToPass } of lines) {
    expect(Object.keys(hiddenFiles)).toEqual(['test/more.test.js'])
    expect(files).not.toHaveProperty(['test/more.test.js'])
    expect(failToPass.join('\n')).toContain('test/more.test.js > ')
    expect(statement).not.toContain('src/stack.js')
  }

  const again = join(folder, 'again.jsonl')
  const verified = await palaestra('tasks', 'verify', out, '--out', again, '--json', '--quiet')
  expect(verified.code).toBe(0)
  expect(JSON.parse(verified.stdout)).toMatchObject({ total: tasks, trusted: tasks })
  expect(await readFile(again, 'utf8')).toHaveLength((await readFile(out, 'utf8')).length)

  const played = await palaestra(
    ...['run', '--env', 'swe/Repair-v0', '--tasks', again, '--agent', 'oracle', '--json'],
    ...['--quiet', '--out', join(folder, 'run')],
  )
  expect(JSON.parse(played.stdout)).toMatchObject({ success: 1 })
}, 240_000)

test('the same seed gives the same tasks, and an operator can be chosen', async () => {
  const folder = await folderWith()
  const root = await repositoryIn(folder)
  const textOf = async (name: string, ...more: readonly string[]) => {
    const out = join(folder, name)
    const { code, stderr } = await palaestra(
      ...['tasks', 'generate', root, '--hidden', 'test/more.test.js', '--verify', 'no'],
      ...['--out', out, ...more],
    )
    expect([code, stderr]).toEqual([0, stderr])
    return readFile(out, 'utf8')
  }

  const one = await textOf('one.jsonl', '--limit', '4')
  const two = await textOf('two.jsonl', '--limit', '4', '--concurrency', '2')
  const copies = await textOf('copies.jsonl', '--operators', 'lost-copy')

  expect(two).toBe(one)
  const kinds = copies
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).kind)
  expect(new Set(kinds)).toEqual(new Set(['lost-copy']))
}, 240_000)

test.each([
  [['NOWHERE'], /^Cannot read \S*: no such file or folder/],
  [['EMPTY'], /^Cannot hide tests of \S*: it has no test files \(name two or more like/],
  [
    ['REPOSITORY', '--hidden', 'test/none.test.js'],
    /^Cannot hide test\/none\.test\.js: there is no test file/,
  ],
  [
    ['REPOSITORY', '--operators', 'lost-cop'],
    /^Cannot generate tasks: there is no operator lost-cop \(did you mean "lost-copy"\?\)/,
  ],
  [['REPOSITORY', '--out', '/dev/null/x'], /^Cannot write \/dev\/null\/x: /],
  [
    ['BROKEN'],
    /^Cannot generate tasks of small: test\/stack\.test\.js > gives back what was pushed last fails/,
  ],
])(
  '%j is refused in one line',
  async (words, says) => {
    const folder = await folderWith()
    const broken = {
      ...repository,
      'src/stack.js': repository['src/stack.js'].replace('.pop()\n', '.shift()\n'),
    }
    const root = await repositoryIn(folder, words[0] === 'BROKEN' ? broken : repository)
    const empty = join(folder, 'empty')
    await mkdir(empty)
    const places: Record<string, string> = {
      ...{ NOWHERE: join(folder, 'nowhere'), EMPTY: empty },
      ...{ REPOSITORY: root, BROKEN: root },
    }

    const { code, stdout, stderr } = await palaestra(
      ...['tasks', 'generate', ...words.map((word) => places[word] ?? word), '--quiet'],
      ...(words.includes('--out') ? [] : ['--out', join(folder, 'tasks.jsonl')]),
    )

    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  },
  60_000,
)

test('what is no folder of tests leaves the file that was there, and the link to it', async () => {
  const folder = await folderWith({ 'kept.jsonl': '' })
  const link = join(folder, 'link.jsonl')
  await symlink(join(folder, 'kept.jsonl'), link)
  await mkdir(join(folder, 'empty'))

  const { code } = await palaestra('tasks', 'generate', join(folder, 'empty'), '--out', link)

  expect(code).toBe(2)
  expect(await readFile(link, 'utf8')).toBe('')
})

test('tasks that lie in the repository, and runs, are no part of the next tasks', async () => {
  const folder = await folderWith()
  const root = await repositoryIn(folder, {
    ...repository,
    'palaestra-runs/one/run.json': '{}\n',
  })
  const make = (out: string) =>
    palaestra(
      ...['tasks', 'generate', root, '--hidden', 'test/more.test.js', '--verify', 'no'],
      ...['--limit', '2', '--out', join(root, out), '--quiet'],
    )
  await make('one.jsonl')
  await make('two.jsonl')

  const [one, two] = await Promise.all(
    ['one.jsonl', 'two.jsonl'].map((name) => readFile(join(root, name), 'utf8')),
  )

  expect(two).toBe(one)
  const [task] = (one ?? '').split('\n')
  expect(Object.keys(JSON.parse(task ?? '').files).sort()).toEqual([
    ...['README.md', 'package.json', 'src/stack.js', 'test/stack.test.js'],
  ])
}, 120_000)

test('Ctrl-C leaves nothing behind', async () => {
  const folder = await folderWith()
  // Its tests go on for longer than a Ctrl-C takes to arrive.
  const slow =
    "import { test } from 'node:test'\ntest('waits', () => new Promise((go) => setTimeout(go, 20_000)))\n"
  const root = await repositoryIn(folder, { ...repository, 'test/slow.test.js': slow })
  const out = join(folder, 'tasks.jsonl')
  const generating = startPalaestra('tasks', 'generate', root, '--out', out, '--limit', '500')

  await generating.said('Hidden tests: ')
  generating.child.kill('SIGINT')
  const { code, stderr } = await generating.finished

  expect(code).toBe(130)
  expect(stderr).toContain('Stopping: no tasks are written.')
  await expect(access(out)).rejects.toThrow('ENOENT')
}, 60_000)
