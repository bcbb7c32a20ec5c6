import { execFileSync, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import type { Language } from '../parsers/index.ts'
import { parsePatch, reversePatch, splitPatch } from './index.ts'
import { protectionOf } from './rules.ts'

const change = (path: string, from = 'a', to = 'b') =>
  `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${from}\n+${to}\n`
const create = (path: string, mode = '100644', content = 'x') =>
  `diff --git a/${path} b/${path}\nnew file mode ${mode}\nindex 0000000..2222222\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${content}\n`

describe('parsePatch', () => {
  test('reads every kind of header git writes', () => {
    const patch = [
      change('src/a.py'),
      create('src/new.py'),
      'diff --git a/old.py b/old.py\ndeleted file mode 100644\nindex 2222222..0000000\n--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
      'diff --git a/from here.py b/to.py\nsimilarity index 100%\nrename from from here.py\nrename to to.py\n',
      'diff --git a/c.py b/d.py\nsimilarity index 90%\ncopy from c.py\ncopy to d.py\nindex 1111111..2222222 100644\n--- a/c.py\n+++ b/d.py\n@@ -1 +1 @@\n-a\n+b\n',
      'diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n',
      'diff --git a/empty b/empty\nnew file mode 100644\nindex 0000000..e69de29\n',
      'diff --git "a/caf\\303\\251.py" "b/caf\\303\\251.py"\n--- "a/caf\\303\\251.py"\n+++ "b/caf\\303\\251.py"\n@@ -1 +1 @@\n-a\n+b\n',
      'diff --git a/x.bin b/x.bin\nindex 1111111..2222222 100644\nGIT binary patch\nliteral 3\nKcmZQzWMT#Y01f~L\n\nliteral 3\nKcmZQzWMT#Y01f~L\n\n',
      'diff --git a/y.bin b/y.bin\nindex 1111111..2222222 100644\nBinary files a/y.bin and b/y.bin differ\n',
    ].join('')

    const { files, problem } = parsePatch(patch)

    expect(problem).toBeUndefined()
    expect(files.map(({ oldPath, newPath, change: kind }) => [oldPath, newPath, kind])).toEqual([
      ['src/a.py', 'src/a.py', 'modified'],
      [undefined, 'src/new.py', 'added'],
      ['old.py', undefined, 'deleted'],
      ['from here.py', 'to.py', 'renamed'],
      ['c.py', 'd.py', 'copied'],
      ['run.sh', 'run.sh', 'modified'],
      [undefined, 'empty', 'added'],
      ['café.py', 'café.py', 'modified'],
      ['x.bin', 'x.bin', 'modified'],
      ['y.bin', 'y.bin', 'modified'],
    ])
    expect(files.map(({ text }) => text).join('')).toBe(patch)
    expect(files.map(({ binary }) => binary?.length)).toEqual([...Array(8).fill(undefined), 2, 0])
  })

  test('reads plain unified diffs, times behind a tab, no newline at end and CRLF content', () => {
    const patch =
      '--- a/x.txt\t2020-01-01 00:00:00\n+++ b/x.txt\t2020-01-02 00:00:00\n@@ -1,2 +1,2 @@ f()\n a\r\n--- b\r\n\\ No newline at end of file\n+-- c\r\n'

    const { files } = parsePatch(`prose\n\n${patch}more prose\n`)

    expect(files).toHaveLength(1)
    expect(files[0]).toMatchObject({ oldPath: 'x.txt', newPath: 'x.txt', text: patch })
    expect(files[0]?.hunks[0]?.lines).toEqual([
      ' a\r',
      '--- b\r',
      '\\ No newline at end of file',
      '+-- c\r',
    ])
  })

  test.each([
    ['diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/b.py\n@@ -1 +1 @@\n-a\n+b\n', 'do not agree'],
    [
      'diff --git a/a.py b/a.py\nnew file mode 100644\n--- /dev/null\n+++ b/tests/a.py\n@@ -0,0 +1 @@\n+b\n',
      'do not agree',
    ],
    [
      'diff --git a/a b/b\nrename from a\nrename to b\n--- a/a\n+++ b/c\n@@ -1 +1 @@\n-a\n+b\n',
      'do not agree',
    ],
    ['--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n-a\n+b\n', 'line 6: a hunk is shorter'],
    ['--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-a\nb\n', 'line 5: not a line of the hunk'],
    ['@@ -1 +1 @@\n-a\n+b\n', 'line 1: a hunk without a file'],
    ['nothing of a patch\n', 'it names no file'],
  ])('says why a patch cannot be read: %j', (patch, problem) => {
    expect(parsePatch(patch).problem).toContain(problem)
  })

  test('reads any text without throwing', () => {
    const known = fc.constantFrom(
      'diff --git a/x b/x',
      'diff --git "a/\\q b',
      '--- a/x',
      '+++ b/x',
      '--- "',
      '@@ -1 +1 @@',
      '-a',
      '+b',
      ' c',
      '\\ No',
      'GIT binary patch',
      'literal 3',
      'rename from x',
      'rename to',
      'new file mode 120000',
      '',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(known, fc.string()), { maxLength: 30 }), (lines) => {
        const { files } = parsePatch(lines.join('\n'))
        expect(
          files.every(({ oldPath, newPath }) => oldPath !== undefined || newPath !== undefined),
        ).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('reads five megabytes in bounded time', () => {
    for (const line of [
      '@@ -1 +1 @@\n',
      'diff --git a/x b/x\n',
      '--- a/x\n+++ b/x\n',
      ' a\n',
      `diff --git ${'"a/'.repeat(2000)}\n`,
    ]) {
      const started = performance.now()
      splitPatch(line.repeat(Math.ceil(5_000_000 / line.length)), { language: 'python' })
      expect(performance.now() - started, line.slice(0, 30)).toBeLessThan(20_000)
    }
  })
})

describe('splitPatch', () => {
  const split = (patch: string, language: Language | undefined = 'python') =>
    splitPatch(patch, { language })

  test('keeps sources byte for byte and names what it leaves out', () => {
    const patch = [
      change('src/a.py'),
      change('tests/test_a.py'),
      create('conftest.py'),
      'words between\n',
      change('src/b.py'),
    ].join('')

    expect(split(patch)).toEqual({
      source: change('src/a.py') + change('src/b.py'),
      touched: ['conftest.py', 'src/a.py', 'src/b.py', 'tests/test_a.py'],
      kept: ['src/a.py', 'src/b.py'],
      dropped: [
        { path: 'tests/test_a.py', reason: 'test' },
        { path: 'conftest.py', reason: 'test' },
      ],
    })
  })

  test.each([
    ['../outside.py', 'a path that leaves its folder'],
    ['src/../../x.py', 'a path that leaves its folder'],
    ['.git/config', "a path inside git's own folder"],
    ['sub/.GIT/hooks/x', "a path inside git's own folder"],
    ['git~1/config', "a path inside git's own folder"],
    ['.g\u200cit/config', "a path inside git's own folder"],
    ['/etc/passwd', 'an absolute path'],
    ['a\\b.py', 'a path with control characters or backslashes'],
  ])('never writes %s', (path, reason) => {
    expect(split(change(path)).dropped).toEqual([{ path, reason }])
    expect(split(change(path)).source).toBe('')
  })

  test('leaves out links, submodules, binaries without content, and renames that touch a test', () => {
    const patch = [
      create('src/link.py', '120000', '/etc/passwd'),
      'diff --git a/sub b/sub\nnew file mode 160000\nindex 0000000..2222222\n--- /dev/null\n+++ b/sub\n@@ -0,0 +1 @@\n+Subproject commit 2222222\n',
      'diff --git a/y.bin b/y.bin\nindex 1111111..2222222 100644\nBinary files a/y.bin and b/y.bin differ\n',
      'diff --git a/tests/test_a.py b/src/a.py\nsimilarity index 100%\nrename from tests/test_a.py\nrename to src/a.py\n',
    ].join('')

    expect(split(patch).dropped.map(({ reason }) => reason)).toEqual([
      'a symbolic link',
      'a submodule',
      'a binary file without its content',
      'test',
    ])
    expect(split(patch).source).toBe('')
  })

  test('never lets go of the tests that judge, and lets the task name configuration that may change', () => {
    const options = {
      language: 'python',
      protectedPaths: ['src/checks.py'],
      editablePaths: ['pyproject.toml', 'tests/test_a.py', 'src/checks.py'],
    } as const

    const { kept, dropped } = splitPatch(
      change('pyproject.toml') + change('tests/test_a.py') + change('src/checks.py'),
      options,
    )

    expect(kept).toEqual(['pyproject.toml'])
    expect(dropped.map(({ path }) => path)).toEqual(['tests/test_a.py', 'src/checks.py'])
  })

  test('applies nothing of a patch that cannot be read', () => {
    expect(split(`${change('src/a.py')}words\n@@ -1 +1 @@\n-a\n`)).toMatchObject({
      source: '',
      touched: ['src/a.py'],
      problem: expect.stringContaining('a hunk without a file'),
    })
    expect(split('')).toEqual({ source: '', touched: [], kept: [], dropped: [] })
  })
})

describe('protectionOf', () => {
  const paths: Readonly<Record<Language, { sources: string[]; rest: Record<string, string> }>> = {
    python: {
      sources: [
        'src/pkg/core.py',
        'pkg/testament.py',
        'pkg/latest.py',
        'docs/index.rst',
        'setup/tool.py',
        'pkg/pytest_like.txt',
      ],
      rest: {
        'pkg/tests/data/a.json': 'test',
        'test_x.py': 'test',
        'pkg/x_test.py': 'test',
        'a/conftest.py': 'test',
        'pytest.ini': 'runner configuration',
        'pyproject.toml': 'runner configuration',
        'setup.cfg': 'runner configuration',
        'sitecustomize.py': 'generated file',
        'x.pth': 'generated file',
        'a/__pycache__/x.pyc': 'generated file',
        'x.egg-info/entry_points.txt': 'generated file',
        'requirements-dev.txt': 'dependencies',
        'uv.lock': 'dependencies',
        'setup.py': 'package metadata',
        '.coveragerc': 'hidden file',
        'pytest.py': 'runner configuration',
        '_pytest/runner.py': 'runner configuration',
      },
    },
    javascript: {
      sources: [
        'src/index.js',
        'lib/contest.ts',
        'src/testing-tools.js',
        'bin/cli.mjs',
        'src/jest.js',
      ],
      rest: {
        'src/a.test.ts': 'test',
        'test/a.js': 'test',
        'src/__tests__/a.js': 'test',
        'src/__mocks__/fs.js': 'test',
        'spec/a.js': 'test',
        'package.json': 'package metadata',
        'pkg/x/package.json': 'package metadata',
        'yarn.lock': 'dependencies',
        'node_modules/tape/index.js': 'generated file',
        '.mocharc.cjs': 'hidden file',
        'vitest.config.ts': 'runner configuration',
        'jest.config.js': 'runner configuration',
        'vitest.setup.ts': 'runner configuration',
        'src/setupTests.js': 'runner configuration',
        'tsconfig.test.json': 'runner configuration',
        Makefile: 'runner configuration',
      },
    },
    go: {
      sources: ['a.go', 'internal/testing.go'],
      rest: {
        'a_test.go': 'test',
        'x/testdata/a.txt': 'test',
        'go.mod': 'dependencies',
        'vendor/a/a.go': 'generated file',
      },
    },
    rust: {
      sources: ['src/lib.rs', 'src/testing/mod.rs'],
      rest: {
        'tests/api.rs': 'test',
        'src/tests.rs': 'test',
        'Cargo.toml': 'package metadata',
        'Cargo.lock': 'dependencies',
        'build.rs': 'build script',
        '.cargo/config.toml': 'hidden file',
      },
    },
  }

  test.each(Object.keys(paths) as Language[])('tells sources from the rest in %s', (language) => {
    const { sources, rest } = paths[language]

    expect(sources.map((path) => [path, protectionOf(path, language, true)])).toEqual(
      sources.map((path) => [path, undefined]),
    )
    expect(
      Object.fromEntries(
        Object.keys(rest).map((path) => [path, protectionOf(path, language, true)]),
      ),
    ).toEqual(rest)
  })

  test('lets a repository that is a runner change its own modules', () => {
    expect(protectionOf('src/_pytest/main.py', 'python', false)).toBeUndefined()
    expect(protectionOf('src/_pytest/main.py', 'python', true)).toBe('runner configuration')
  })
})

describeWith('git', 'patches beside git', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'palaestra-patch-'))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: folder,
      encoding: 'utf8',
    })
  const write = (folder: string, files: Record<string, string | Buffer>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
  }
  const treeOf = (folder: string) =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => !/^\.git(?:\/|$)/.test(path) && statSync(join(folder, path)).isFile())
        .map((path) => [
          path,
          [
            readFileSync(join(folder, path)).toString('latin1'),
            (statSync(join(folder, path)).mode & 0o100) !== 0,
          ],
        ]),
    )

  function twoStates(): { folder: string; patch: string; before: object; after: object } {
    const folder = mkdtempSync(join(scratch, 'repo-'))
    git(folder, 'init', '-q')
    const long = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n')
    write(folder, {
      'src/a.py': `${long}\n`,
      'src/no newline.py': 'x\ny',
      'src/crlf.py': 'a\r\nb\r\n',
      'src/gone.py': 'bye\n',
      'src/moved.py': `${long}\nmoved\n`,
      'src/bin.dat': Buffer.from([0, 1, 2, 255, 0]),
      'src/run.sh': '#!/bin/sh\n',
      'src/café "q".py': '1\n',
      'src/dashes.sql': '-- a\n-- b\n++ c\n',
    })
    git(folder, 'add', '-A')
    git(folder, 'commit', '-qm', 'before')
    const before = treeOf(folder)
    git(folder, 'mv', 'src/moved.py', 'src/else where.py')
    rmSync(join(folder, 'src/gone.py'))
    write(folder, {
      'src/a.py': `${long.replace('line 3', 'changed').replace('line 30\n', '')}\nadded\n`,
      'src/no newline.py': 'x\nz\n',
      'src/crlf.py': 'a\r\nc\r\n',
      'src/bin.dat': Buffer.from([9, 0, 9, 200]),
      'src/café "q".py': '2',
      'src/new/empty.py': '',
      'src/new/full.py': 'n\n',
      'src/dashes.sql': '-- b\n++ c\n++ d\n',
    })
    execFileSync('chmod', ['+x', join(folder, 'src/run.sh')])
    git(folder, 'add', '-A')
    const patch = git(folder, 'diff', '--cached', '--binary', '-M', 'HEAD')
    return { folder, patch, before, after: treeOf(folder) }
  }

  test('are kept so that git applies them to the same files', () => {
    const { folder, patch, after } = twoStates()
    const { source, kept, dropped } = splitPatch(patch, { language: 'python' })
    git(folder, 'reset', '-q', '--hard', 'HEAD')

    execFileSync('git', ['apply', '-'], { cwd: folder, input: source })

    expect(dropped).toEqual([])
    expect(source).toBe(patch)
    expect(treeOf(folder)).toEqual(after)
    expect(kept).toEqual(Object.keys({ ...after, 'src/gone.py': 1, 'src/moved.py': 1 }).sort())
  })

  test('are undone by their reverse, with and without git', () => {
    const { folder, patch, before, after } = twoStates()
    const reverse = reversePatch(patch)
    git(folder, 'commit', '-qm', 'after')

    execFileSync('git', ['apply', '-'], { cwd: folder, input: reverse })

    expect(treeOf(folder)).toEqual(before)
    execFileSync('git', ['apply', '-'], { cwd: folder, input: reversePatch(reverse ?? '') })
    expect(treeOf(folder)).toEqual(after)
    expect(reversePatch('no patch\n')).toBeUndefined()
  })

  test('touch for git no path that was not told, however they are put together', () => {
    const folder = mkdtempSync(join(scratch, 'fuzz-'))
    const line = fc.constantFrom(
      'diff --git a/src/a.py b/src/a.py',
      'diff --git a/src/a.py b/tests/t.py',
      'diff --git a/tests/t.py b/tests/t.py',
      'diff --git a/conftest.py b/conftest.py',
      'new file mode 100644',
      'deleted file mode 100644',
      'old mode 100644',
      'new mode 100755',
      'rename from src/a.py',
      'rename to conftest.py',
      'copy from src/a.py',
      'copy to tests/t.py',
      'similarity index 100%',
      'index 1111111..2222222 100644',
      '--- a/src/a.py',
      '+++ b/src/a.py',
      '--- /dev/null',
      '+++ b/conftest.py',
      '+++ /dev/null',
      '--- a/tests/t.py',
      '+++ b/tests/t.py',
      '@@ -1 +1 @@',
      '@@ -0,0 +1 @@',
      '@@ -1 +0,0 @@',
      '-a',
      '+b',
      ' a',
      '',
      'words',
    )
    const blocks = fc.oneof(
      line.map((one) => `${one}\n`),
      fc.constantFrom(
        change('src/a.py'),
        create('src/b.py'),
        change('conftest.py'),
        create('tests/t.py'),
      ),
    )
    let applied = 0
    fc.assert(
      fc.property(fc.array(blocks, { minLength: 1, maxLength: 12 }), (parts) => {
        const { source, kept } = splitPatch(parts.join(''), { language: 'python' })
        if (source === '') return
        const { status, stdout } = spawnSync('git', ['apply', '--numstat', '-z', '-'], {
          cwd: folder,
          input: source,
          encoding: 'utf8',
        })
        if (status !== 0) return
        applied++
        const paths = stdout.split('\0').flatMap((entry) => entry.split('\t').at(-1) || [])
        expect(paths.filter((path) => !kept.includes(path))).toEqual([])
      }),
      { numRuns: 400 },
    )
    expect(applied).toBeGreaterThan(50)
  })

  test('cannot write through a link that an earlier part of the patch makes', () => {
    const folder = mkdtempSync(join(scratch, 'link-'))
    const patch =
      create('out', '120000', scratch).replace('+x', `+${scratch}`) + create('out/stolen.py')
    const { source, dropped } = splitPatch(patch, { language: 'python' })
    git(folder, 'init', '-q')

    execFileSync('git', ['apply', '-'], { cwd: folder, input: source })

    expect(dropped).toEqual([{ path: 'out', reason: 'a symbolic link' }])
    expect(statSync(join(folder, 'out')).isDirectory()).toBe(true)
    expect(readdirSync(scratch)).not.toContain('stolen.py')
  })
})
