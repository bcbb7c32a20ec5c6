import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import { onSandboxProgress } from '../progress.ts'
import { buildImage, endContainers, imageFacts, openDocker } from './index.ts'

const folders: string[] = []
const built = new Set<string>()

afterAll(() => {
  endContainers()
  for (const folder of folders) rmSync(folder, { recursive: true })
  if (built.size > 0) spawnSync('docker', ['rmi', '--force', ...built])
})

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'palaestra-build-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

async function build(folder: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  const name = await buildImage({ folder, network: 'none', ...options })
  built.add(name)
  return name
}

const simple = (step: string) => ({ Dockerfile: `FROM palaestra-sandbox\n${step}\n` })
const unique = () => `RUN echo ${performance.now()} ${process.pid}`

describeWith('docker', 'an image of a folder', () => {
  test('is built once for the same contents, however often it is asked for', async () => {
    const files = {
      ...simple(`${unique()}\nENV A=b=c\nWORKDIR /app\nCOPY . .\nRUN date > built\nUSER 1000`),
      'bin/tool': 'echo tool',
      'skip/x': 'x',
      'kept.log': '',
      '.dockerignore': 'skip\n*.log\n!kept.log\n',
    }
    const [one, other] = [folderWith(files), folderWith({ ...files, 'skip/y': 'left out' })]
    for (const folder of [one, other]) chmodSync(join(folder, 'bin/tool'), 0o755)
    const told: string[] = []
    const stop = onSandboxProgress(({ verb, text }) => told.push(`${verb} ${text}`))

    const together = await Promise.all([build(one), build(one), build(other)])
    stop()
    const again = await build(one)
    chmodSync(join(other, 'bin/tool'), 0o700)
    const changed = await build(other)

    expect(new Set([...together, again]).size).toBe(1)
    expect(changed).not.toBe(again)
    expect(again).toMatch(/^palaestra-build:[0-9a-f]{24}$/)
    expect(told.filter((line) => line === 'build built')).toHaveLength(1)
    expect(told[0]).toBe('build reading the folder')
    expect(told.length).toBeGreaterThan(2)
    expect(await imageFacts(again)).toMatchObject({
      workdir: '/app',
      user: '1000',
      env: { A: 'b=c' },
    })
    await using sandbox = await openDocker({ image: again, workdir: '/app' })
    expect(await sandbox.listFiles()).toEqual([
      ...['.dockerignore', 'Dockerfile', 'bin/tool', 'built', 'kept.log'],
    ])
    expect((await sandbox.exec('bin/tool; echo "$A"')).stdout).toBe('tool\nb=c\n')
  })

  test('that cannot be built says so in one line, with what was printed last', async () => {
    const problem = (files: Record<string, string>) =>
      build(folderWith(files)).then(
        (name) => name,
        (error: Error) => `${error.name}: ${error.message.replace(/of \S+:/, 'of it:')}`,
      )
    // On one stream: Docker reads both by itself, in any order.
    const failing = 'echo trying >&2; echo "\\033[31merror: it is broken\\033[0m" >&2; exit 3'

    expect(await problem(simple(`RUN ${failing}`))).toBe(
      'ConfigError: Cannot build the image of it: a command ended with code 3: error: it is broken (see its Dockerfile)',
    )
    expect(await problem(simple('RNU true'))).toContain('unknown instruction: RNU')
    expect(await problem({ Dockerfile: 'FROM nothing.invalid/here:1\nRUN true\n' })).toContain(
      'no registry can be reached: ',
    )
    expect(await problem({ 'other.txt': '' })).toContain('there is no Dockerfile in it')
    expect(await problem(simple('COPY missing /'))).toMatch(
      /of it: COPY failed: .*missing.*\(see its Dockerfile\)$/,
    )
  })

  test('may need BuildKit', async () => {
    const step = (command: string) => simple(`RUN --mount=type=cache,target=/x ${command}`)

    const name = await build(folderWith(step('echo made > /made')))
    const failing = build(folderWith(step('echo all is lost; exit 4')))

    await expect(failing).rejects.toThrow('a command ended with code 4: all is lost')
    await using sandbox = await openDocker({ image: name })
    expect((await sandbox.exec('cat /made')).stdout).toBe('made\n')
  })

  test('is given up at its time limit, and when nobody waits any more', async () => {
    const folder = folderWith(simple('RUN sleep 60'))
    const reason = new Error('not needed any more')
    const controller = new AbortController()

    const late = build(folder, { timeoutMs: 1000 })
    const leaving = build(folder, { signal: controller.signal })
    controller.abort(reason)

    await expect(leaving).rejects.toBe(reason)
    await expect(late).rejects.toThrow('it took more than 1 s (give it more time)')
  })

  test('is unknown until it is there', async () => {
    expect(await imageFacts('palaestra-build:never-built')).toBeUndefined()
    await expect(openDocker({ image: 'palaestra-build:never-built' })).rejects.toThrow(
      'there is no image palaestra-build:never-built (build it again)',
    )
    await expect(imageFacts('No Name')).rejects.toThrow('that is no name of an image')
  })
})
