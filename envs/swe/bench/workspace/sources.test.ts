import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { makeFixtures } from '../fixtures/make.ts'
import { locateRepository, openInstances } from '../instances/index.ts'
import { createRepositories, type LocatedInstance } from './index.ts'
import { bubblewrap, located, shell, writeTree } from './repositories.suite.ts'

const scratch = mkdtempSync(join(tmpdir(), 'palaestra-sources-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What an agent finds out by a command. */
async function ask(instance: LocatedInstance, ...commands: string[]): Promise<string[]> {
  const { sandbox, root } = await createRepositories().open(instance, bubblewrap)
  await using _ = sandbox
  const answers: string[] = []
  for (const command of commands) {
    const { stdout, stderr } = await sandbox.exec(command, { cwd: root })
    answers.push((stdout + stderr).trim())
  }
  return answers
}

const opening = (instance: LocatedInstance) => createRepositories().open(instance, bubblewrap)

describeWith('bubblewrap', 'a repository in a sandbox', () => {
  describe('of a clone with later history', () => {
    const cases = [
      ['acme__measures-41', 'c7c3e5f20edf54156c511cdea4bdf34aded1415d'],
      ['acme__phrase-27', '32707b1ee4872fdacad6d3a89ed16cead9dfe4a8'],
    ] as const
    let fixtures: Awaited<ReturnType<typeof makeFixtures>>
    const open = async (id: string): Promise<LocatedInstance> => {
      const instance = await (await openInstances(fixtures.file)).open(id)
      return { instance, repository: await locateRepository(instance, fixtures.file) }
    }
    beforeAll(async () => {
      fixtures = await makeFixtures(join(scratch, 'fixtures'))
    })

    test.each(cases)('%s looks like an ordinary clone at its base commit', async (id, base) => {
      const [head, branch, status, remotes, who, diff, ignored, age] = await ask(
        await open(id),
        'git rev-parse HEAD',
        'git branch -a --format="%(refname)"',
        'git status --porcelain',
        'git remote -v',
        'git config user.name && git config user.email',
        'git diff && git diff --cached',
        'git status --porcelain --ignored',
        'git log --oneline | wc -l',
      )

      expect([head, branch, status, remotes, diff, ignored]).toEqual([
        base,
        'refs/heads/main',
        '',
        '',
        '',
        '',
      ])
      expect(who).toMatch(/\w+\n\w+@\w+/)
      expect(Number(age)).toBeGreaterThanOrEqual(20)
    })

    test.each(cases)('%s holds no later commit, wherever one looks', async (id, base) => {
      const instance = await open(id)
      const clone = 'path' in instance.repository ? instance.repository.path : ''
      const later = shell(clone, `git rev-list --all --objects --not ${base}`)
        .split('\n')
        .map((line) => line.slice(0, 40))
      const [all, objects, dangling, places, unpacked] = await ask(
        instance,
        'git log --all --reflog --format=%H | head -1; git reflog; git stash list; git notes; git tag',
        'git cat-file --batch-all-objects --batch-check="%(objectname)"',
        'git fsck --unreachable --dangling --lost-found --no-progress; ls .git/lost-found 2>&1',
        'cat .git/objects/info/alternates .git/packed-refs .git/FETCH_HEAD .git/ORIG_HEAD 2>/dev/null; git worktree list | wc -l; git for-each-ref | wc -l',
        'mkdir /tmp/p && for p in .git/objects/pack/*.pack; do (cd /tmp/p && git init -q . && git unpack-objects -q) <$p; done; cd /tmp/p && git cat-file --batch-all-objects --batch="%(objectname)"',
      )

      expect(later.length).toBeGreaterThan(3)
      expect(all).toBe(base)
      expect(dangling).toMatch(/No such file/)
      expect(places).toBe('1\n1')
      expect(objects?.split('\n').length).toBeGreaterThan(60)
      for (const hash of later) {
        expect(objects).not.toContain(hash)
        expect(unpacked).not.toContain(hash)
      }
    })

    test('is the same from a bare clone, a linked work tree and one that borrows objects', async () => {
      const instance = await open(cases[0][0])
      const clone = 'path' in instance.repository ? instance.repository.path : ''
      shell(scratch, `git clone -q --bare ${clone} bare.git`)
      shell(scratch, `git clone -q --shared ${clone} shared`)
      shell(clone, `git worktree add -q --detach ${join(scratch, 'linked')} HEAD`)
      const found = []
      for (const name of ['bare.git', 'shared', 'linked']) {
        const repository = {
          ...{ kind: 'clone' as const, path: join(scratch, name), commit: cases[0][1] },
        }
        found.push(
          ...(await ask({ ...instance, repository }, 'git rev-parse HEAD; git status --porcelain')),
        )
      }

      expect(found).toEqual(Array(3).fill(cases[0][1]))
    })
  })

  test('runs nothing that a clone names, here or in the sandbox', async () => {
    const clone = join(scratch, 'hostile')
    const mark = join(scratch, 'ran')
    const run = join(scratch, 'run.sh')
    writeFileSync(run, `#!/bin/sh\ntouch ${mark} /tmp/ran; cat\n`, { mode: 0o755 })
    writeTree(clone, { '.gitattributes': '* filter=evil diff=evil\n', 'a.txt': 'a\n' })
    shell(clone, 'git init -q && git add -A && git commit -qm base')
    const commit = shell(clone, 'git rev-parse HEAD')
    const settings = ['filter.evil.smudge', 'filter.evil.clean', 'diff.evil.textconv']
    for (const name of [...settings, 'core.fsmonitor', 'core.pager', 'core.sshCommand']) {
      shell(clone, `git config ${name} 'touch ${mark} /tmp/ran; cat'`)
    }
    writeFileSync(join(clone, '.git/more'), `[core]\n\tfsmonitor = ${run}\n\thooksPath = /tmp\n`)
    shell(clone, 'git config include.path more')
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
      writeFileSync(join(clone, '.git/hooks', hook), `#!/bin/sh\n${run}\n`, { mode: 0o755 })
    }
    shell(scratch, 'tar -czf hostile.tgz hostile && rm -f ran')
    const path = join(scratch, 'hostile.tgz')

    const asked = ['ls /tmp/ran', 'git config -l --local', 'git status --porcelain; cat a.txt']
    const cloned = await ask(located({ kind: 'clone', path: clone, commit }), ...asked)
    const unpacked = await ask(
      located({ kind: 'tarball', path }, { base_commit: commit }),
      ...asked,
    )

    for (const [ran, config, files] of [cloned, unpacked]) {
      expect(ran).toContain('No such file')
      expect(config).not.toMatch(/evil|include|fsmonitor|hooks/)
      expect(files).toBe('a')
    }
    expect(() => shell(scratch, 'ls ran')).toThrow()
  })

  test('of a folder is one commit of its files, the same whenever it is made', async () => {
    const path = join(scratch, 'folder')
    writeTree(path, {
      '.gitignore': 'node_modules/\n',
      'src/a.js': 'a\n',
      'node_modules/left/index.js': 'left\n',
      'vendor/lib/.git/config': 'theirs\n',
      'vendor/lib/b.js': 'b\n',
    })
    writeFileSync(join(path, 'run.sh'), '#!/bin/sh\n')
    chmodSync(join(path, 'run.sh'), 0o755)
    symlinkSync('src/a.js', join(path, 'link'))
    const folder = located({ kind: 'folder', path })
    const asked = ['git rev-parse HEAD', 'git ls-files -s', 'git status --porcelain', 'find .']

    const [commit, files = '', status, found] = await ask(folder, ...asked)
    const [again] = await ask(folder, ...asked)

    expect(again).toBe(commit)
    expect(files.match(/\d{6} (?=.*(?:run\.sh|link|a\.js)$)/gm)).toEqual([
      '120000 ',
      '100755 ',
      '100644 ',
    ])
    expect(status).toBe('')
    expect(found).toContain('./node_modules/left/index.js')
    expect(found).not.toContain('vendor/lib/.git')
  })

  test('of a tar archive is that of its only folder, and keeps what is ignored', async () => {
    const folder = join(scratch, 'thing-1.0')
    writeTree(folder, { '.gitignore': '*.o\n', 'a.c': 'int a;\n', 'build/a.o': 'object' })
    shell(scratch, 'tar -cf plain.tar -C thing-1.0 . && tar -czf one.tar.gz thing-1.0')
    shell(folder, 'git init -q && git add -A && git commit -qm base')
    const commit = shell(folder, 'git rev-parse HEAD')
    writeTree(folder, { 'a.c': 'int later;\n', 'later.c': 'int later;\n' })
    shell(folder, 'git add -A && git commit -qm later')
    shell(scratch, 'tar -czf history.tgz thing-1.0')
    const asked = [
      'find . -path ./.git -prune -o -type f -print | sort',
      'cat a.c; git log --format=%s',
    ]
    const files = './.gitignore\n./a.c\n./build/a.o'

    for (const name of ['plain.tar', 'one.tar.gz', 'history.tgz']) {
      const source = { kind: 'tarball', path: join(scratch, name) } as const
      const fields = name === 'history.tgz' ? { base_commit: commit } : {}
      expect([name, ...(await ask(located(source, fields), ...asked))]).toEqual([
        name,
        files,
        'int a;\nbase',
      ])
    }
  })

  test('of SWE-smith has the bug, and no commit without it', async () => {
    const path = join(scratch, 'smith')
    writeTree(path, { 'a.py': 'x = 1\n', '.gitignore': 'kept.txt\n', 'kept.txt': 'tracked\n' })
    shell(path, 'git init -q && git add -A -f && git commit -qm right')
    const commit = shell(path, 'git rev-parse HEAD')
    const patch = '--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n'
    const smith = (bug: string) =>
      located({ kind: 'clone', path, commit }, { repo: 'swesmith/acme__thing', patch: bug })

    const [text, log, status, right] = await ask(
      smith(patch),
      'cat a.py kept.txt',
      'git log --all --reflog --format=%s',
      'git status --porcelain',
      `git cat-file -t ${commit}; git grep "x = 1" $(git rev-list --all)`,
    )

    expect(text).toBe('x = 2\ntracked')
    expect(log).toBe('base')
    expect(status).toBe('')
    expect(right).toMatch(/^fatal: .*$/)
    await expect(opening(smith(patch.replace('-x = 1', '-y = 1')))).rejects.toThrow(
      /^Cannot put the bug of acme__thing-1 into its repository: .*a\.py.* \(check patch and base_commit\)$/,
    )
  })

  test('says in one line what is wrong with a source', async () => {
    const clone = join(scratch, 'small')
    writeTree(clone, { a: 'a' })
    shell(clone, 'git init -q && git add -A && git commit -qm a')
    mkdirSync(join(scratch, 'empty.git/objects'), { recursive: true })
    writeFileSync(join(scratch, 'bomb.tgz'), gzipSync(Buffer.alloc(2 ** 20)))
    writeFileSync(join(scratch, 'cut.tgz'), gzipSync(Buffer.alloc(2 ** 20)).subarray(0, 100))
    writeFileSync(join(scratch, 'text.tar'), 'no archive')
    const archive = (name: string) => located({ kind: 'tarball', path: join(scratch, name) })
    const cloned = (path: string, commit = 'f'.repeat(40)) =>
      located({ kind: 'clone', path: join(scratch, path), commit })

    const cases = [
      [
        cloned('small'),
        /^Cannot open the repository of acme__thing-1: it has no commit f{40} \(.*\)$/,
      ],
      [cloned('empty.git'), /empty\.git is a clone without objects \(clone it again\)$/],
      [archive('cut.tgz'), /cut\.tgz is not a whole gzip archive \(pack it again\)$/],
      [
        archive('text.tar'),
        /^Cannot unpack .*text\.tar, the repository of acme__thing-1: .* \(pack it again\)$/,
      ],
    ] as const
    for (const [instance, message] of cases)
      await expect(opening(instance)).rejects.toThrow(message)
  })

  test('that unpacks to more than any repository has is refused, in one line', async () => {
    const path = join(scratch, 'bomb.tar.gz')
    // Members of gzip follow one another: 2.1 GiB of zeros in 2 MB, of which few are looked at.
    const member = gzipSync(Buffer.alloc(64 * 2 ** 20))
    writeFileSync(path, Buffer.concat(Array(34).fill(member)))

    await expect(opening(located({ kind: 'tarball', path }))).rejects.toThrow(
      /bomb\.tar\.gz unpacks to more than 2 GiB \(leave out what the tests do not need\)$/,
    )
  })

  test('is prepared once for several at a time', async () => {
    const path = join(scratch, 'shared-folder')
    writeTree(path, { a: 'a\n' })
    const repositories = createRepositories()
    const instance = located({ kind: 'folder', path })

    const [first, second] = await Promise.all([
      repositories.open(instance, bubblewrap),
      repositories.open(instance, bubblewrap),
    ])
    await first.sandbox.exec('rm -rf a .git')
    writeTree(path, { a: 'changed meanwhile\n' })
    const third = await repositories.open(instance, bubblewrap, { fresh: true })
    const texts = await Promise.all(
      [second, third].map(({ sandbox }) => sandbox.exec('cat a && git status --porcelain')),
    )

    expect(texts.map(({ stdout }) => stdout)).toEqual(['a\n', 'a\n'])
    await Promise.all([first, second, third].map(({ sandbox }) => sandbox.close()))
  })

  test('needs a sandbox with real programs, and stops when it is told to', async () => {
    const path = join(scratch, 'for-nobody')
    writeTree(path, { a: 'a\n' })
    const instance = located({ kind: 'folder', path })
    const virtual = { kind: 'virtual', unsafeProcess: false } as const

    await expect(createRepositories().open(instance, virtual)).rejects.toThrow(
      'Cannot open the repository of acme__thing-1 in a virtual sandbox: it runs no real programs (use docker or bubblewrap)',
    )
    await expect(
      createRepositories().open(instance, bubblewrap, { signal: AbortSignal.abort('enough') }),
    ).rejects.toBe('enough')
  })
})
