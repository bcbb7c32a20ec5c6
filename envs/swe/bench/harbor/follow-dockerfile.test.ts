import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { followDockerfile } from './follow-dockerfile.ts'

const scratch = mkdtempSync(join(tmpdir(), 'palaestra-dockerfile-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const files = ['data/a.csv', 'data/sub/b.csv', 'run.sh', 'notes.md', 'tool.tar.gz']

function contextWith(dockerfile: string, more: readonly string[] = []): string {
  const folder = mkdtempSync(join(scratch, 'context-'))
  for (const path of [...files, ...more]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), path)
  }
  symlinkSync('a.csv', join(folder, 'data/latest'))
  writeFileSync(join(folder, 'Dockerfile'), dockerfile)
  return folder
}

const follow = (dockerfile: string, more?: readonly string[]) =>
  followDockerfile(contextWith(dockerfile, more), { PATH: '/usr/bin' }, 'bubblewrap')

const placed = async (dockerfile: string) =>
  (await follow(dockerfile)).copies.flatMap(({ folder, entries }) =>
    entries.filter(({ type }) => type !== 'directory').map(({ name }) => join(folder, name)),
  )

describe('followDockerfile', () => {
  test('reads where to work, variables and the base', async () => {
    const followed = await follow(`FROM python:3.12
LABEL a=b
ENV HOME_OF_GEARS=/app/gears PATH=/app/bin:$PATH
ENV GREETING hello  "you there"
WORKDIR /app
WORKDIR gears
USER root
CMD ["python3"]
`)

    expect(followed).toMatchObject({
      base: 'python:3.12',
      workdir: '/app/gears',
      env: {
        HOME_OF_GEARS: '/app/gears',
        PATH: '/app/bin:/usr/bin',
        GREETING: 'hello  you there',
      },
      made: ['/app', '/app/gears'],
    })
  })

  test.each([
    ['COPY run.sh .', ['/app/run.sh']],
    ['COPY run.sh /app', ['/app/run.sh']],
    ['COPY run.sh start', ['/app/start']],
    ['COPY run.sh notes.md bin/', ['/app/bin/run.sh', '/app/bin/notes.md']],
    ['COPY data /data', ['/data/a.csv', '/data/latest', '/data/sub/b.csv']],
    ['COPY ["./data/sub", "./in put"]', ['/app/in put/b.csv']],
    ['COPY *.?d docs/', ['/app/docs/notes.md']],
    ['ADD --chown=a:b data/*.csv ./', ['/app/a.csv']],
    ['COPY tool.tar.gz .', ['/app/tool.tar.gz']],
  ])('places files as Docker does: %s', async (line, paths) => {
    expect(await placed(`FROM x\nWORKDIR /app\n${line}\n`)).toEqual(paths)
  })

  test('copies the whole folder, its Dockerfile too', async () => {
    const paths = await placed('FROM x\nCOPY . /app\n')

    expect(paths).toContain('/app/data/sub/b.csv')
    expect(paths).toContain('/app/Dockerfile')
  })

  test('gives files the mode it says', async () => {
    const { copies } = await follow('FROM x\nCOPY --chmod=750 run.sh /app/\n')

    expect(copies[0]?.entries).toMatchObject([{ name: 'run.sh', mode: 0o750 }])
  })

  test.each([
    ['FROM x\n\nRUN apt-get update \\\n && true', 'line 3: RUN is not followed'],
    ['FROM x AS a\nFROM y', 'line 2: a second FROM is not followed'],
    ['ARG A=1\nFROM x', 'line 1: ARG comes before FROM'],
    ['# nothing', 'it has no FROM'],
    ['FROM x\nCOPY --from=base /a /b', 'line 2: COPY --from is not followed'],
    [
      'FROM x\nADD https://example.com/a /app/',
      'line 2: ADD https://example.com/a: it is no file beside it',
    ],
    ['FROM x\nADD tool.tar.gz /app/', 'line 2: ADD tool.tar.gz: it is an archive to unpack'],
    ['FROM x\nCOPY ../a /app/', 'line 2: COPY ../a: it leads out of its folder'],
    ['FROM x\nCOPY nothing /app/', 'line 2: COPY nothing: there is no such file'],
    [
      'FROM x\nCOPY run.sh /usr/local/bin/',
      'line 2: COPY to /usr/local/bin: only an image has files there',
    ],
    ['FROM x\nCOPY run.sh', 'line 2: COPY needs a source and a destination'],
    ['FROM x\nCOPY <<EOF /app/a\nhello\nEOF', 'line 2: COPY <<EOF: it is no file beside it'],
    ['FROM x\nCOPY --chmod=u+x run.sh /app/', 'line 2: --chmod=u+x is not followed'],
  ])('says in one line what it does not follow: %j', async (dockerfile, reason) => {
    const error: unknown = await follow(dockerfile).catch((reason) => reason)

    expect(error).toMatchObject({ name: 'ConfigError' })
    expect(String(error)).toMatch(
      /Cannot follow .*Dockerfile in a bubblewrap sandbox: .* \(use --sandbox docker\)$/,
    )
    expect(String(error)).toContain(reason)
  })

  test('does not follow one with a .dockerignore', async () => {
    await expect(follow('FROM x\nCOPY . /app', ['.dockerignore'])).rejects.toThrow(
      'a .dockerignore stands beside it (use --sandbox docker)',
    )
  })
})
