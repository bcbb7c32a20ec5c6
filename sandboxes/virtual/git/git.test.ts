import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { closeSandboxes, openSandbox } from '../../open-sandbox.ts'
import type { Sandbox } from '../../sandbox.ts'

const hostEnvironment = {
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C.UTF-8',
  GIT_PAGER: 'cat',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Agent',
  GIT_AUTHOR_EMAIL: 'agent@sandbox',
  GIT_COMMITTER_NAME: 'Agent',
  GIT_COMMITTER_EMAIL: 'agent@sandbox',
  GIT_AUTHOR_DATE: '1767225600 +0000',
  GIT_COMMITTER_DATE: '1767225600 +0000',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'init.defaultBranch',
  GIT_CONFIG_VALUE_0: 'main',
  GIT_CONFIG_KEY_1: 'diff.renames',
  GIT_CONFIG_VALUE_1: 'false',
}

let sandbox: Sandbox
let folder: string

beforeEach(async () => {
  sandbox = await openSandbox()
  folder = mkdtempSync(join(tmpdir(), 'palaestra-git-'))
})
afterEach(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})
afterAll(() => closeSandboxes())

/** What the real git and shell print for a command in a folder of their own. */
function onHost(command: string, input?: string) {
  const env = { ...hostEnvironment, HOME: folder }
  const ran = spawnSync('bash', ['-c', command], { cwd: folder, env, encoding: 'utf8', input })
  return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr }
}

const setUp = [
  `mkdir -p src 'a b'`,
  `printf 'one\ntwo\nthree\n' > src/a.txt`,
  `printf x > 'a b/é.txt'`,
  `printf '#!/bin/sh\n' > run.sh; chmod 755 run.sh`,
  `printf '*.log\nout/\n' > .gitignore`,
  `printf '\\000\\001bin' > b.bin`,
  `ln -s run.sh lnk`,
  `git init -q && git add -A && git commit -q -m first`,
].join('\n')

const edit = [
  `printf 'one\n2\nthree\nfour' > src/a.txt`,
  `printf 'y\n' > 'a b/é.txt'`,
  `chmod 644 run.sh`,
  `mkdir -p new out; echo n > new/f; echo l > x.log; echo o > out/o`,
  `printf '\\000\\002bin' > b.bin`,
  `rm lnk`,
].join('\n')

describeWith('git', 'git beside the real one', () => {
  test.each([
    ['commits with the same id', 'git rev-parse HEAD; git log --oneline; git status'],
    ['shows the same status', 'git status; git status --short'],
    ['shows the same differences', 'git diff; git diff --stat; git diff --numstat'],
    ['stages the same', 'git add -A; git status; git diff --cached; git diff'],
    ['compares with HEAD', 'git add new; git diff HEAD --name-status'],
    ['takes changes back', 'git checkout -q -- .; git status -s; git restore run.sh; git diff'],
    ['stashes', 'git add new; git stash -q; git status -s; git stash pop -q; git status -s'],
    ['resets', 'git add -A; git reset --hard -q HEAD; git status; ls'],
    ['shows history', 'git commit -qam second; git log; git show HEAD~1:src/a.txt; git show'],
    [
      'applies and reverts',
      'git diff -- src > out/p; git apply -R out/p; git status -s; git apply out/p; git diff',
    ],
    [
      'branches',
      'git checkout -q -- .; git checkout -q -b topic; git branch; git rev-parse --abbrev-ref HEAD',
    ],
    ['lists files below a folder', 'cd src && git ls-files && git status -s'],
    [
      'patches with offset',
      `git diff -- src > out/p; git checkout -q -- src; sed -i '1i zero' src/a.txt; patch -p1 < out/p; cat src/a.txt`,
    ],
  ])('%s', async (_title, command) => {
    await sandbox.exec(`${setUp}\n${edit}`)
    onHost(`${setUp}\n${edit}`)

    const { exitCode, stdout, stderr } = await sandbox.exec(command)

    expect({ exitCode, stdout, stderr }).toEqual(onHost(command))
  })

  test('writes differences of random edits that the real git applies', async () => {
    onHost('git init -q')
    await fc.assert(
      fc.asyncProperty(fileText, fileText, async (before, after) => {
        await sandbox.writeFiles({ 'file.txt': before, 'other.txt': 'o\n' })
        await sandbox.exec('git init -q; git add -A; git commit -q --allow-empty -m base')
        await sandbox.writeFiles({ 'file.txt': after })
        const { stdout: patch } = await sandbox.exec('git diff')
        writeFileSync(join(folder, 'file.txt'), before)

        const applied = patch === '' ? { exitCode: 0 } : onHost('git apply', patch)
        const shown = onHost('cat file.txt')

        expect(applied.exitCode).toBe(0)
        expect(shown.stdout).toBe(after)
      }),
      { numRuns: 40, seed: 7 },
    )
  })
})

const line = fc.constantFrom(
  '',
  '}',
  '  return 1',
  'function f() {',
  'a',
  'b',
  'c',
  '\tindented',
  'é',
)
const fileText = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''))

test('reproduces any work tree from its own difference', async () => {
  const files = fc.dictionary(fc.constantFrom('a.txt', 'b c.txt', 'd/é.txt', 'd/e/f'), fileText)
  await fc.assert(
    fc.asyncProperty(files, files, async (before, after) => {
      await using fresh = await openSandbox({ files: before })
      await fresh.exec('git init -q && git add -A && git commit -q --allow-empty -m base')
      const base = await fresh.snapshot()
      await fresh.exec('rm -rf -- *')
      await fresh.writeFiles(after)
      const { stdout: patch } = await fresh.exec('git add -A; git diff --cached')
      await fresh.restore(base)

      const applied = await fresh.exec('cat > /tmp/p; [ -s /tmp/p ] || exit 0; git apply /tmp/p', {
        stdin: patch,
      })

      expect(applied).toMatchObject({ exitCode: 0, stderr: '' })
      const paths = await fresh.listFiles()
      const contents = await Promise.all(paths.map((path) => fresh.readText(path)))
      expect(Object.fromEntries(paths.map((path, at) => [path, contents[at]]))).toEqual({
        ...after,
      })
    }),
    { numRuns: 40, seed: 11 },
  )
})

test('keeps repositories apart in forks', async () => {
  await sandbox.exec('git init -q; echo a > a; git add -A; git commit -qm base')
  await using fork = await sandbox.fork()

  await fork.exec('echo b >> a; git commit -qam "in the fork"')
  const [parent, child] = await Promise.all([
    sandbox.exec('git log --oneline | wc -l'),
    fork.exec('git log --oneline | wc -l'),
  ])

  expect(parent.stdout.trim()).toBe('1')
  expect(child.stdout.trim()).toBe('2')
})

test('refuses a patch as a whole when one hunk does not fit', async () => {
  await sandbox.writeFiles({ 'a.txt': '1\n2\n3\n', 'b.txt': '1\n2\n3\n' })
  await sandbox.exec('git init -q; git add -A; git commit -qm base')
  await sandbox.exec(
    'sed -i s/2/two/ a.txt b.txt; git diff > /tmp/p; git checkout -q -- .; echo x > b.txt',
  )

  const applied = await sandbox.exec('git apply /tmp/p')

  expect(applied.exitCode).toBe(1)
  expect(applied.stderr).toContain('error: patch failed: b.txt:1')
  expect(await sandbox.readText('a.txt')).toBe('1\n2\n3\n')
})

test('patch ignores changed context where it is told to, and saves what it rejects', async () => {
  await sandbox.writeFiles({ 'a.txt': 'a\nb\nc\nd\ne\nf\ng\n' })
  await sandbox.exec(
    'cp a.txt b.txt; sed -i s/d/D/ b.txt; diff -u a.txt b.txt > p; sed -i s/a/A/ a.txt',
  )

  const fuzzy = await sandbox.exec('patch a.txt p')
  const again = await sandbox.exec('patch a.txt p; cat a.txt.rej')

  expect(fuzzy).toMatchObject({
    exitCode: 0,
    stdout: 'patching file a.txt\nHunk #1 succeeded at 1 with fuzz 1.\n',
  })
  expect(await sandbox.readText('a.txt')).toBe('A\nb\nc\nD\ne\nf\ng\n')
  expect(again.stdout).toContain('1 out of 1 hunk FAILED')
  expect(again.stdout).toContain('-d\n+D\n')
})
