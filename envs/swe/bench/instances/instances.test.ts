import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { locateRepository, openInstances } from './index.ts'
import { openParquetSource } from './parquet-source.ts'
import { readObjectRanges } from './records.ts'

const scratch = mkdtempSync(join(tmpdir(), 'palaestra-instances-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const sample = (name: string) => join(import.meta.dirname, 'samples', name)

let files = 0
function write(text: string, ending = 'jsonl'): string {
  const path = join(scratch, `set-${files++}.${ending}`)
  writeFileSync(path, text)
  return path
}
const diff = (path: string) =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n`

const row = (more: object = {}) => ({
  instance_id: 'acme__widgets-1',
  repo: 'acme/widgets',
  base_commit: '0123456789abcdef0123456789abcdef01234567',
  patch: diff('src/widgets.py'),
  test_patch: diff('tests/test_widgets.py') + diff('tests/data.json'),
  problem_statement: 'Widgets are off by one.',
  hints_text: '',
  created_at: '2024-01-01T00:00:00Z',
  version: '1.2',
  FAIL_TO_PASS: '["tests/test_widgets.py::test_a[x y]"]',
  PASS_TO_PASS: ['tests/test_widgets.py::test_b'],
  environment_setup_commit: '0123456',
  ...more,
})
const open = async (more: object) => {
  const set = await openInstances(write(JSON.stringify(row(more))))
  return set.open(set.infos[0]?.id ?? '')
}

describe('openInstances', () => {
  test('reads SWE-bench instances, lists of tests as text or as lists', async () => {
    expect(await open({})).toMatchObject({
      id: 'acme__widgets-1',
      repo: 'acme/widgets',
      baseCommit: '0123456789abcdef0123456789abcdef01234567',
      gold: diff('src/widgets.py'),
      bugPatch: undefined,
      failToPass: ['tests/test_widgets.py::test_a[x y]'],
      passToPass: ['tests/test_widgets.py::test_b'],
      version: '1.2',
      language: 'python',
      testFiles: ['tests/test_widgets.py'],
      hints: undefined,
      info: {
        id: 'acme__widgets-1',
        split: 'test',
        kind: 'acme/widgets',
        hash: expect.any(String),
      },
    })
  })

  test('reads SWE-smith instances, whose patch makes the bug', async () => {
    const bug =
      'diff --git a/x/y.go b/x/y.go\n--- a/x/y.go\n+++ b/x/y.go\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n'
    const instance = await open({
      instance_id: 'acme__widgets.1fd52536.func_pm_ctrl_shuffle__xsyx8h9i',
      repo: 'swesmith/acme__widgets.1fd52536',
      base_commit: undefined,
      test_patch: undefined,
      patch: bug,
      image_name: 'example.com/swesmith.x86_64.acme',
    })

    expect(instance.bugPatch).toBe(bug)
    expect(instance.gold).toBe(
      'diff --git a/x/y.go b/x/y.go\n--- a/x/y.go\n+++ b/x/y.go\n@@ -1,2 +1,2 @@\n a\n-c\n+b\n',
    )
    expect(instance).toMatchObject({
      language: 'go',
      image: 'example.com/swesmith.x86_64.acme',
      info: { kind: 'func_pm_ctrl_shuffle' },
    })
  })

  test('reads Multi-SWE-bench instances', async () => {
    const path = write(
      JSON.stringify({
        org: 'acme',
        repo: 'gears',
        number: 12,
        title: 'Fix gears',
        body: 'They stick.',
        base: { label: 'acme:main', ref: 'main', sha: '0123456789abcdef0123456789abcdef01234567' },
        resolved_issues: [{ number: 7, title: 'Gears stick', body: 'In winter.' }],
        fix_patch: diff('src/lib.rs'),
        test_patch: diff('tests/api.rs'),
        f2p_tests: { 'api::turns': { run: 'PASS', test: 'FAIL', fix: 'PASS' } },
        n2p_tests: { 'api::new': { run: 'NONE', test: 'NONE', fix: 'PASS' } },
        p2p_tests: { 'api::old': { run: 'PASS', test: 'PASS', fix: 'PASS' } },
      }),
    )

    const set = await openInstances(path)

    expect(await set.open('acme__gears-12')).toMatchObject({
      repo: 'acme/gears',
      statement: 'Gears stick\n\nIn winter.',
      failToPass: ['api::turns', 'api::new'],
      passToPass: ['api::old'],
      language: 'rust',
      testFiles: ['tests/api.rs'],
    })
  })

  test('reads our own fields', async () => {
    const instance = await open({
      snapshot: 'repos/widgets.tar.gz',
      test_cmd: ['make', 'pytest -rA'],
      log_parser: 'pytest-rA',
      test_files: ['tests/a.py'],
      language: 'Python',
      environment_image: 'widgets:1',
      split: 'train',
      difficulty: '<15 min fix',
      kind: 'off-by-one',
    })

    expect(instance).toMatchObject({
      snapshot: 'repos/widgets.tar.gz',
      testCommand: 'make && pytest -rA',
      logParser: 'pytest-rA',
      testFiles: ['tests/a.py'],
      image: 'widgets:1',
      info: { split: 'train', difficulty: '<15 min fix', kind: 'off-by-one' },
    })
  })

  test('gives equal rows the same hash, whatever the order of their fields and the format', async () => {
    const entries = Object.entries(row())
    const hash = async (path: string) => (await openInstances(path)).infos[0]?.hash

    const plain = await hash(write(JSON.stringify(row())))

    expect(
      await hash(write(JSON.stringify([Object.fromEntries(entries.reverse())], null, 2), 'json')),
    ).toBe(plain)
    expect(await hash(write(JSON.stringify(row({ version: '1.3' }))))).not.toBe(plain)
  })

  test.each([
    [
      'jsonl',
      (rows: object[]) => `\uFEFF${rows.map((one) => JSON.stringify(one)).join('\r\n\r\n')}\n`,
    ],
    ['json', (rows: object[]) => JSON.stringify(rows, null, 2)],
    ['json', (rows: object[]) => `\uFEFF ${JSON.stringify(rows)}`],
  ])('finds every row of %s again', async (ending, print) => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      row({ instance_id: `a-${i}`, problem_statement: `{"[é]\\" ${'x'.repeat(i * 2000)} ${i}` }),
    )

    const set = await openInstances(write(print(rows), ending))

    expect(set.infos.map(({ id }) => id)).toEqual(rows.map(({ instance_id }) => instance_id))
    for (const { instance_id: id, problem_statement: statement } of rows.reverse()) {
      expect((await set.open(id)).statement).toBe(statement)
    }
  })

  test('reads a folder of files, and says where an instance is', async () => {
    const folder = mkdtempSync(join(scratch, 'folder-'))
    writeFileSync(join(folder, 'b.jsonl'), `\n${JSON.stringify(row())}\n`)
    writeFileSync(join(folder, 'a.json'), JSON.stringify(row({ instance_id: 'a-1' })))
    writeFileSync(join(folder, 'readme.txt'), 'not instances')

    const set = await openInstances(folder)

    expect(set.infos.map(({ id }) => id)).toEqual(['a-1', 'acme__widgets-1'])
    expect(set.placeOf('acme__widgets-1')).toBe('b.jsonl line 2')
    expect(set.fileOf('a-1')).toBe(join(folder, 'a.json'))
    await expect(set.open('nobody')).rejects.toThrow('Cannot open instance nobody')
  })

  const faults: readonly (readonly [string, string, string, string])[] = [
    [
      'a missing field',
      JSON.stringify(row({ repo: undefined })),
      'jsonl',
      'line 1, field repo: is missing',
    ],
    [
      'a list that is none',
      `\n${JSON.stringify(row({ FAIL_TO_PASS: '["a"' }))}`,
      'jsonl',
      'line 2, field FAIL_TO_PASS: expected a JSON list',
    ],
    [
      'a list of another type',
      JSON.stringify(row({ FAIL_TO_PASS: 5 })),
      'jsonl',
      'line 1, field FAIL_TO_PASS: expected a JSON list',
    ],
    [
      'no test at all',
      JSON.stringify(row({ FAIL_TO_PASS: [], PASS_TO_PASS: '' })),
      'jsonl',
      'field FAIL_TO_PASS: expected at least one test',
    ],
    [
      'a field of pretty JSON',
      JSON.stringify([row(), row({ instance_id: 'b', base_commit: 'main' })], null, 2),
      'json',
      'line 21, field base_commit: expected a commit',
    ],
    [
      'an unknown parser',
      JSON.stringify(row({ log_parser: 'pytst-rA' })),
      'jsonl',
      'field log_parser: no parser of that name (did you mean "pytest-rA"?)',
    ],
    [
      'a snapshot outside',
      JSON.stringify(row({ snapshot: '/etc' })),
      'jsonl',
      'field snapshot: expected a path relative',
    ],
    [
      'a dangerous id',
      JSON.stringify(row({ instance_id: '../x' })),
      'jsonl',
      'field instance_id: expected letters',
    ],
    [
      'an id twice',
      `${JSON.stringify(row())}\n${JSON.stringify(row())}`,
      'jsonl',
      'is already used in',
    ],
    ['broken JSON', `${JSON.stringify(row())}\n{"a": \n`, 'jsonl', 'line 2, not valid JSON'],
    ['a torn list', '[{"instance_id": "a"', 'json', 'line 1, the file ends within an object'],
    ['no list', '"text"', 'json', 'line 1, expected a list of objects'],
    ['a list of lists', '[[1]]', 'json', 'expected a list of objects'],
    ['an array line', '[1]\n', 'jsonl', 'line 1, expected an object'],
    ['nothing', '\n', 'jsonl', 'it holds no instance'],
  ]

  test.each(faults)('says in one line what is wrong: %s', async (_, text, ending, message) => {
    const error: unknown = await openInstances(write(text, ending)).catch((reason) => reason)

    expect(error).toMatchObject({ name: 'ConfigError' })
    expect(String(error)).toContain(message)
    expect(String(error)).not.toContain('\n')
  })

  test('refuses a file that changed since it was listed', async () => {
    const path = write(JSON.stringify(row()))
    const set = await openInstances(path)
    writeFileSync(path, JSON.stringify(row({ instance_id: 'acme__widgets-2' })))

    await expect(set.open('acme__widgets-1')).rejects.toThrow('has changed')
  })

  test('holds ten thousand instances without their patches', async () => {
    const patch = diff('src/a.py') + '+x'.repeat(2500)
    const path = write('')
    for (let i = 0; i < 10_000; i += 500) {
      const lines = Array.from({ length: 500 }, (_, j) =>
        JSON.stringify(row({ instance_id: `a-${i + j}`, patch })),
      )
      writeFileSync(path, `${lines.join('\n')}\n`, { flag: 'a' })
    }
    setFlagsFromString('--expose-gc')
    const gc: () => void = runInNewContext('gc')
    // The second waits for the thread that frees what the first found.
    const collect = () => {
      gc()
      gc()
    }
    collect()
    const before = process.memoryUsage()

    const set = await openInstances(path)

    collect()
    const after = process.memoryUsage()
    const mebibytes =
      (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1024 ** 2
    expect(set.infos).toHaveLength(10_000)
    // The file has 65 MB.
    expect(mebibytes).toBeLessThan(16)
    expect((await set.open('a-9999')).gold).toBe(patch)
  })

  test('stops listing when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('given up'))

    await expect(openInstances(write(JSON.stringify(row())), { signal })).rejects.toThrow(
      'given up',
    )
  })
})

describe('readObjectRanges', () => {
  test('cuts any list of objects where JSON does', async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(
        fc.array(object, { maxLength: 5 }),
        fc.constantFrom(0, 1),
        async (objects, space) => {
          const text = JSON.stringify(objects, null, space)
          const path = write(text, 'json')
          const cut: unknown[] = []
          for await (const range of readObjectRanges(path)) {
            if ('reason' in range) throw new Error(range.reason)
            cut.push(
              JSON.parse(
                Buffer.from(text)
                  .subarray(range.offset, range.offset + range.length)
                  .toString(),
              ),
            )
          }
          expect(cut).toEqual(JSON.parse(text))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('Parquet', () => {
  test.each(['snappy', 'gzip'])('is read row by row: %s', async (name) => {
    const set = await openInstances(sample(`${name}.parquet`))

    expect(set.infos).toHaveLength(25)
    expect(set.placeOf('acme__widgets-25')).toBe(`${name}.parquet row 25`)
    expect(await set.open('acme__widgets-13')).toMatchObject({
      statement: 'Number 12 is off by one: — é',
      baseCommit: '12'.padStart(40, '0'),
      failToPass: ['tests/test_m12.py::test_x[a b]'],
      passToPass: ['tests/test_m12.py::test_y'],
      testFiles: ['tests/test_m12.py'],
    })
    expect((await set.open('acme__widgets-1')).testPatch).toBeUndefined()
  })

  test('compressed with zstd is read by a Node that can, and refused in one line by one that cannot', async () => {
    const canRead = 'zstdDecompressSync' in (await import('node:zlib'))
    const infos = await openInstances(sample('zstd.parquet')).then(
      (set) => set.infos.length,
      (error) => String(error),
    )

    expect(infos).toEqual(
      canRead ? 25 : expect.stringContaining('compressed with zstd, which Node 22.15'),
    )
  })

  test('names the package where it is missing, and the file where it is broken', async () => {
    const source = openParquetSource('/data/set.parquet', () =>
      Promise.reject(new Error('no package')),
    )

    await expect(source.read([0])).rejects.toThrow(
      'Cannot read set.parquet: the package hyparquet is not installed (npm install hyparquet@1.31.5)',
    )
    await expect(openInstances(write('PAR1 and no more', 'parquet'))).rejects.toThrow(
      'check that it is a whole Parquet file',
    )
  })
})

describe('locateRepository', () => {
  const folder = mkdtempSync(join(scratch, 'repositories-'))
  const path = join(folder, 'set.jsonl')
  const locate = async (more: object) => locateRepository(await open(more), path)

  test('takes what the instance names', async () => {
    mkdirSync(join(folder, 'snap/src'), { recursive: true })
    mkdirSync(join(folder, 'clone/.git'), { recursive: true })
    writeFileSync(join(folder, 'snap.tgz'), '')

    expect(await locate({ snapshot: 'snap' })).toEqual({
      kind: 'folder',
      path: join(folder, 'snap'),
    })
    expect(await locate({ snapshot: 'snap.tgz' })).toEqual({
      kind: 'tarball',
      path: join(folder, 'snap.tgz'),
    })
    expect(await locate({ snapshot: './clone' })).toEqual({
      kind: 'clone',
      path: join(folder, 'clone'),
      commit: row().base_commit,
    })
    await expect(locate({ snapshot: 'missing' })).rejects.toThrow('field snapshot')
    await expect(locate({ snapshot: 'clone', base_commit: '' })).rejects.toThrow(
      'field base_commit',
    )
  })

  test('else what stands beside the file, and at last the image', async () => {
    await expect(locate({})).rejects.toThrow('none of acme__widgets-1, repos/acme__widgets')
    expect(await locate({ image_name: 'widgets:1' })).toEqual({ kind: 'image', image: 'widgets:1' })

    for (const part of ['HEAD', 'objects', 'refs']) {
      mkdirSync(join(folder, 'repos/acme__widgets.git', part), { recursive: true })
    }
    expect(await locate({ image_name: 'widgets:1' })).toMatchObject({
      kind: 'clone',
      path: join(folder, 'repos/acme__widgets.git'),
    })

    writeFileSync(join(folder, 'acme__widgets-1.tar.gz'), '')
    expect(await locate({})).toMatchObject({ kind: 'tarball' })
  })
})
