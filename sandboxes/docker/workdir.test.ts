import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import { buildImage, endContainers, openDocker } from './index.ts'
import { LABEL } from './owner.ts'

afterAll(endContainers)

const recipe = `FROM palaestra-sandbox
RUN mkdir -p /testbed/closed /root/repo /empty && cd /testbed \\
 && echo one > file && echo two > closed/other && chown -R 33 closed && chmod 700 closed \\
 && printf '#!/bin/sh\\necho ran\\n' > run.sh && chmod 755 run.sh && ln -s /etc/passwd link \\
 && git init -q && git add file && git commit -qm base && ln -s /testbed /linked
WORKDIR /testbed
`

/** Volumes of sandboxes of one program. */
function volumesOf(pid: number | undefined): readonly string[] {
  const format = `{{.Name}} {{.Label "${LABEL}"}}`
  const args = ['volume', 'ls', '--filter', `label=${LABEL}`, '--format', format]
  const { stdout } = spawnSync('docker', args, { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => new RegExp(` ${pid} \\d+$`).test(line))
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 400 && !holds(); tries++) await setTimeout(100)
  return holds()
}

describeWith('docker', 'a working directory of the image', () => {
  let image = ''
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'palaestra-build-'))
    writeFileSync(join(folder, 'Dockerfile'), recipe)
    image = await buildImage({ folder, network: 'none' })
    rmSync(folder, { recursive: true })
  })
  afterAll(() => spawnSync('docker', ['rmi', '--force', image]))
  const open = (workdir = '/testbed') => openDocker({ image, workdir, folders: ['/logs'] })

  test('is where commands start, with all the image has there, and theirs', async () => {
    await using sandbox = await open()

    const seen = await sandbox.exec(
      'pwd; ./run.sh; cat file closed/other; git status --short | grep -v "^??"; find . ! -user 1000; echo x > closed/new && rm run.sh',
    )
    const outside = await sandbox.exec('touch /x /testbed-x /etc/x /root/x; ls -ld /logs /tmp')

    expect(sandbox.workdir).toBe('/testbed')
    expect(seen).toMatchObject({ exitCode: 0, stdout: '/testbed\nran\none\ntwo\n', stderr: '' })
    expect(await sandbox.readText('closed/other')).toBe('two\n')
    expect(outside.exitCode).toBe(0)
    expect(outside.stderr.match(/Read-only file system|Permission denied/g)).toHaveLength(4)
    expect(sandbox.capabilities.limits).not.toContain('fileBytes')
  })

  test('gives commands no capability, nor a way to those of the supervisor', async () => {
    await using sandbox = await open()

    const { stdout } = await sandbox.exec('grep -E "^(Cap|NoNew)" /proc/self/status')
    const tries = await sandbox.exec('chown 0 file; chown 33 closed; cat /etc/shadow; su -c id')

    const held = Object.fromEntries(stdout.split('\n').map((line) => line.split(/:\s*/)))
    const none = '0'.repeat(16)
    expect(held).toMatchObject({ CapInh: none, CapPrm: none, CapEff: none, CapAmb: none })
    // CHOWN, DAC_OVERRIDE and KILL: what root could have, were there a way to be root.
    expect(held).toMatchObject({ CapBnd: '0000000000000023', NoNewPrivs: '1' })
    expect(tries).toMatchObject({ stdout: '' })
    expect(tries.exitCode).not.toBe(0)
  })

  test('is part of snapshots, forks, hashes and archives', async () => {
    await using first = await open()
    const hash = await first.stateHash()
    const snapshot = await first.snapshot()
    await first.exec('rm -rf closed .git file; echo new > new; echo log > /logs/log')
    await using fork = await first.fork()
    await first.restore(snapshot)
    await using second = await open()
    await second.putTar(await fork.getTar(), '/logs')

    expect(await first.stateHash()).toBe(hash)
    expect(await fork.listFiles()).toEqual(['new', 'run.sh'])
    expect(await fork.readText('/logs/log')).toBe('log\n')
    expect(await second.listFiles('/logs')).toEqual(['new', 'run.sh'])
    expect(await second.stateHash()).toBe(hash)
  })

  test('holds files up to the limit, and no larger one', async () => {
    const limits = { fileBytes: 32 * 2 ** 20 }
    await using sandbox = await openDocker({ image, workdir: '/testbed', limits })

    const written = await sandbox.exec('head -c 20M /dev/zero > some; echo "$?"; wc -c < some')
    const refused = await sandbox.exec('head -c 50M /dev/zero > more; echo "$?"; wc -c < more')

    expect(written.stdout).toBe(`0\n${20 * 2 ** 20}\n`)
    expect(refused.stdout).not.toMatch(/^0\n/)
    expect(Number(refused.stdout.trim().split('\n').at(-1))).toBeLessThanOrEqual(limits.fileBytes)
  })

  test('may be empty, and must be a folder that commands can come to', async () => {
    await using empty = await open('/empty')
    await empty.writeFile('a', 'a')

    expect(await empty.listFiles()).toEqual(['a'])
    const problem = (workdir: string) =>
      open(workdir).then(
        () => 'none',
        (error: Error) => `${error.name}: ${error.message}`,
      )
    expect(await problem('/nowhere')).toBe(
      `ConfigError: Cannot work in /nowhere of the image ${image}: the image has no such folder (give one that it has)`,
    )
    expect(await problem('/testbed/file')).toContain('it is a file')
    expect(await problem('/linked')).toContain('it is a link (give what it points to, /testbed)')
    expect(await problem('/root/repo')).toContain('a folder above it is closed to the user')
    expect(await problem('/tmp/x')).toContain('it lies in /tmp')
  })

  test('is gone with its sandbox, and new for the next one', async () => {
    // Those of the tests before this one go when Docker comes to it.
    expect(await until(() => volumesOf(process.pid).length === 0)).toBe(true)
    const first = await open()
    await first.exec('rm -rf * .git')
    const before = volumesOf(process.pid)
    await first.close()
    const isGone = await until(() => volumesOf(process.pid).length === 0)
    await using second = await open()

    expect(before).toHaveLength(1)
    expect(isGone).toBe(true)
    expect(await second.readText('file')).toBe('one\n')
  })

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    test(`is gone with a program that ends by ${signal}`, async () => {
      const code = `import('./index.ts').then(async ({ openDocker }) => {
        const sandbox = await openDocker({ image: '${image}', workdir: '/testbed' })
        process.stdout.write((await sandbox.exec('echo open; sleep 1000 &')).stdout)
        setInterval(() => {}, 1000)
      })`
      const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
        cwd: import.meta.dirname,
        stdio: 'pipe',
      })
      await once(child.stdout, 'data')
      const before = volumesOf(child.pid)

      child.kill(signal)

      expect(before).toHaveLength(1)
      expect(await until(() => volumesOf(child.pid).length === 0)).toBe(true)
    })
  }

  test('that a lost daemon left behind is removed by the next program', async () => {
    const owner = spawnSync(process.execPath, ['--import', 'tsx', '-e', printOwner], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    })
    const label = owner.stdout.trim()
    spawnSync('docker', ['volume', 'create', '--label', `${LABEL}=${label}`])
    const pid = Number(label.split(' ').at(-2))
    const before = volumesOf(pid)

    endContainers()
    await using sandbox = await openDocker()

    expect(before).toHaveLength(1)
    expect(volumesOf(pid)).toEqual([])
    expect((await sandbox.exec('true')).exitCode).toBe(0)
  })
})

const printOwner = `import('./owner.ts').then(({ ownerLabel }) => console.log(ownerLabel()))`
