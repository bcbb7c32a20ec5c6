import { afterAll, expect, test } from 'vitest'
import { closeSandboxes, openSandbox } from '../../open-sandbox.ts'

afterAll(() => closeSandboxes())

async function run(command: string, files: Record<string, string | Uint8Array> = {}) {
  await using sandbox = await openSandbox({ files })
  const { exitCode, stdout, stderr } = await sandbox.exec(command)
  return { exitCode, stdout, stderr }
}

test('writes the bytes that echo -e escapes name, and characters as they are', async () => {
  await using sandbox = await openSandbox()

  await sandbox.exec(`echo -ne 'é\\xff\\x00' > file`)

  expect(await sandbox.readFile('file')).toEqual(new Uint8Array([0xc3, 0xa9, 0xff, 0]))
})

test.each([
  [`printf 'a b\\nc\\n' | xargs -I{} echo 'x{}y'`, 'xa by\nxcy\n'],
  ['seq 5 | xargs -n2', '1 2\n3 4\n5\n'],
  [`printf 'a b\\0c' | xargs -0 -n 1 echo`, 'a b\nc\n'],
  [`echo "a 'b c' d\\ e" | xargs -n1`, 'a\nb c\nd e\n'],
  [`printf '1,2,3' | xargs -d, -n1 echo`, '1\n2\n3\n'],
  [`printf '1 2\\n3\\n' | xargs -L1 echo L`, 'L 1 2\nL 3\n'],
  ['xargs -r echo no < /dev/null; xargs echo yes < /dev/null', 'yes\n'],
  ['echo a | xargs cat; echo $?; echo a | xargs no-such; echo $?', '123\n127\n'],
])('runs xargs: %s', async (command, expected) => {
  expect((await run(command)).stdout).toBe(expected)
})

test('prints as many lines of yes as anybody reads from a pipe', async () => {
  expect((await run('yes | head -3; yes no | head -1')).stdout).toBe('y\ny\ny\nno\n')
})

const pkg = JSON.stringify({
  name: 'lib',
  version: '1.2.3',
  scripts: { pretest: 'echo first', test: 'echo "in $PWD" && exit 3', say: 'echo said' },
})

test('runs the scripts of the package above, with arguments and the exit code', async () => {
  const files = { 'package.json': pkg, 'src/a.js': '' }

  const tested = await run('cd src && npm test', files)
  const said = await run(`npm run say --silent -- "it's" x`, files)

  expect(tested).toMatchObject({ exitCode: 3, stderr: '' })
  expect(tested.stdout).toBe(
    [
      '\n> lib@1.2.3 pretest\n> echo first\n\nfirst\n',
      '\n> lib@1.2.3 test\n> echo "in $PWD" && exit 3\n\nin /workspace\n',
    ].join(''),
  )
  expect(said.stdout).toBe("said it's x\n")
})

test('says what npm cannot do here', async () => {
  const files = { 'package.json': pkg }

  expect((await run('npm install left-pad', files)).stderr).toContain('no package registry')
  expect((await run('npx left-pad', files)).stderr).toContain('no package registry')
  expect((await run('npm run nothing', files)).stderr).toContain('pretest, test, say')
  expect((await run('npm test')).exitCode).toBe(254)
})

const sides = { 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'one\n2\nthree\nfour' }

test('compares files in the plain and in the unified form', async () => {
  const plain = await run('diff a.txt b.txt', sides)
  const unified = await run('diff -u --label old --label new a.txt b.txt', sides)
  const context = await run('diff -U0 a.txt b.txt | tail -n +3', sides)

  expect(plain.exitCode).toBe(1)
  expect(plain.stdout).toBe('2c2\n< two\n---\n> 2\n3a4\n> four\n\\ No newline at end of file\n')
  expect(unified.stdout).toBe(
    '--- old\n+++ new\n@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four\n\\ No newline at end of file\n',
  )
  expect(context.stdout).toBe(
    '@@ -2 +2 @@\n-two\n+2\n@@ -3,0 +4 @@\n+four\n\\ No newline at end of file\n',
  )
})

test('compares folders, and leaves out what it is told to', async () => {
  const files = { 'x/a': 'A b\n', 'x/only': '', 'y/a': 'a  B\n', 'y/deep/c': 'c\n' }

  const brief = await run('diff -rq x y', files)
  const ignoring = await run('diff -ib x/a y/a && echo same', files)
  const missing = await run('diff x/a nothing', files)

  expect(brief.stdout).toBe('Files x/a and y/a differ\nOnly in y: deep\nOnly in x: only\n')
  expect(ignoring.stdout).toBe('same\n')
  expect(missing).toMatchObject({
    exitCode: 2,
    stderr: 'diff: nothing: No such file or directory\n',
  })
})

test('copies and moves over files that are there', async () => {
  const result = await run(
    'cp a.txt b.txt && cat b.txt; mv b.txt a.txt && ls; cp a.txt a.txt',
    sides,
  )

  expect(result.stdout).toBe('one\ntwo\nthree\na.txt\n')
  expect(result.stderr).toContain('are the same file')
})
