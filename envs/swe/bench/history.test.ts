import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { type HistoryOptions, historyPlan } from './history.ts'
import { shell } from './workspace/repositories.suite.ts'

const scratch = mkdtempSync(join(tmpdir(), 'palaestra-history-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** In every hiding place a word that starts with LATER; nothing of it may be found again. */
function makeClone(name: string): { folder: string; base: string; later: string[] } {
  const upstream = join(scratch, `${name}-upstream`)
  const folder = join(scratch, name)
  mkdirSync(upstream)
  const commit = (file: string, text: string, message: string) => {
    writeFileSync(join(upstream, file), text)
    shell(upstream, `git add -A && git commit -q -m '${message}'`)
  }
  shell(upstream, 'git init -q -b trunk')
  commit('a.txt', 'one\n', 'first')
  commit('.gitignore', 'ignored-*\n', 'second')
  shell(upstream, 'git tag v1')
  commit('a.txt', 'two\n', 'base')
  const base = shell(upstream, 'git rev-parse HEAD')
  commit('a.txt', 'LATERfix\n', 'LATERmessage')
  commit('later.txt', 'LATERfile\n', 'LATERadded')
  shell(
    upstream,
    'git tag -a LATERtag -m LATERannotated && git notes add -m LATERnote && git repack -adq',
  )
  shell(scratch, `git clone -q --reference ${upstream} ${upstream} ${folder}`)
  writeFileSync(join(folder, 'a.txt'), 'LATERstash\n')
  shell(folder, 'git stash -q && git fetch -q origin "refs/notes/*:refs/notes/*"')
  shell(
    folder,
    'git checkout -q -b LATERbranch && git commit -q --allow-empty -m LATERside && git checkout -q trunk',
  )
  shell(
    folder,
    'git reset -q --hard HEAD~1 && git branch -q -D LATERbranch && git gc -q && git fetch -q',
  )
  shell(
    folder,
    'echo LATERblob | git hash-object -w --stdin && git worktree add -q ../' +
      `${name}-worktree trunk~0 --detach`,
  )
  shell(
    folder,
    `git replace ${base} HEAD && git config remote.origin.LATERkey 1 && git config alias.LATERalias status`,
  )
  shell(
    folder,
    'mkdir -p sub ignored-later && git init -q sub/inner && echo LATERignored > ignored-later/x',
  )
  shell(folder, 'cd sub/inner && echo LATERsub > x && git add -A && git commit -q -m LATERsub')
  writeFileSync(
    join(folder, '.git/hooks/post-checkout'),
    '#!/bin/sh\necho LATERhook > LATERhook\n',
    { mode: 0o755 },
  )
  const later = shell(upstream, `git rev-list --all --objects --not ${base} | cut -c1-40`).split(
    '\n',
  )
  return { folder, base, later }
}

function apply(folder: string, options: HistoryOptions): void {
  for (const command of historyPlan(options).commands) shell(folder, command)
}

describeWith('git', 'historyPlan', () => {
  const clone = { folder: '', base: '', later: [] as string[] }
  beforeAll(() => {
    Object.assign(clone, makeClone('clone'))
    apply(clone.folder, { commit: clone.base })
  })

  test('keeps the commit, its files and what led to it', () => {
    const { folder, base } = clone

    expect(shell(folder, 'git rev-parse HEAD')).toBe(base)
    expect(shell(folder, 'git log --format=%s')).toBe('base\nsecond\nfirst')
    expect(shell(folder, 'git status --porcelain --ignored')).toBe('')
    expect(shell(folder, 'git symbolic-ref HEAD')).toBe('refs/heads/main')
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('two\n')
    expect(readdirSync(folder).sort()).toEqual(['.git', '.gitignore', 'a.txt'])
    expect(shell(folder, 'git fsck --full --strict 2>&1')).toBe('')
  })

  test('passes the checks that come with it', () => {
    for (const check of historyPlan({ commit: clone.base }).checks) {
      expect([check, shell(clone.folder, check)]).toEqual([check, ''])
    }
  })

  test('leaves nothing later to any plumbing', () => {
    const { folder, base, later } = clone
    const everything = shell(
      folder,
      "git cat-file --batch-all-objects --batch='%(objectname) %(objecttype)'",
    )

    expect(later.length).toBeGreaterThan(8)
    expect(everything).not.toContain('LATER')
    for (const hash of later) {
      expect(() => shell(folder, `git cat-file -e ${hash}`)).toThrow()
    }
    expect(shell(folder, 'git log --all --reflog --format=%H').split('\n')).toHaveLength(3)
    expect(shell(folder, 'git for-each-ref')).toBe(`${base} commit\trefs/heads/main`)
    expect(
      shell(
        folder,
        'git tag; git remote; git stash list; git replace; git worktree list --porcelain | grep -c ^worktree',
      ),
    ).toBe('1')
    expect(shell(folder, 'git count-objects -v | grep -E "^(alternate|garbage)" || true')).toBe(
      'garbage: 0',
    )
  })

  test('leaves no word and no hash of it in any file', () => {
    const { folder, later } = clone
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const hashes = [...later, ...later.map((hash) => hash.slice(0, 7))]

    expect(files.length).toBeGreaterThan(6)
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name))
      expect(bytes.includes('LATER'), name).toBe(false)
      expect(
        hashes.find((hash) => bytes.includes(hash)),
        name,
      ).toBeUndefined()
      expect(
        later.find((hash) => bytes.includes(Buffer.from(hash, 'hex'))),
        name,
      ).toBeUndefined()
    }
  })

  test('can leave the files of an image as they are, with its builds', () => {
    const { folder, base } = makeClone('image')
    writeFileSync(join(folder, 'built.o'), 'object')
    apply(folder, { commit: base, branch: 'work/task-1', files: 'keep' })

    expect(shell(folder, 'git symbolic-ref --short HEAD')).toBe('work/task-1')
    expect(readFileSync(join(folder, 'built.o'), 'utf8')).toBe('object')
    expect(shell(folder, 'git diff --name-only')).toBe('a.txt')
    for (const check of historyPlan({ commit: base, branch: 'work/task-1' }).checks) {
      expect(shell(folder, check)).toBe('')
    }
  })

  test('cuts a shallow clone and a linked work tree', () => {
    const { base } = makeClone('source')
    const upstream = join(scratch, 'source-upstream')
    const shallow = join(scratch, 'shallow')
    shell(scratch, `git clone -q --depth 3 file://${upstream} ${shallow}`)
    apply(shallow, { commit: base })
    const linked = join(scratch, 'source-worktree')
    apply(linked, { commit: base })

    for (const folder of [shallow, linked]) {
      expect(shell(folder, 'git log -1 --format=%s')).toBe('base')
      for (const check of historyPlan({ commit: base }).checks)
        expect(shell(folder, check)).toBe('')
    }
  })

  test('stops before it removes anything where the commit is not there', () => {
    const { folder, base } = makeClone('wrong')
    const { checks } = historyPlan({ commit: base })

    expect(() => apply(folder, { commit: 'f'.repeat(40) })).toThrow()
    expect(checks.filter((check) => shell(folder, check) !== '')).toHaveLength(checks.length)
  })
})

test('historyPlan refuses what is no commit or no branch', () => {
  expect(() => historyPlan({ commit: 'HEAD; rm -rf /' })).toThrow('is no commit')
  expect(() => historyPlan({ commit: 'abcdef1', branch: '-x y' })).toThrow('is no branch name')
})
