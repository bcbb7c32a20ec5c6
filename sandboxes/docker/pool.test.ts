import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import { endContainers, openDocker } from './index.ts'
import { idleContainers } from './open-docker.ts'
import { LABEL } from './owner.ts'

afterEach(endContainers)

/** A container is reset after its sandbox is closed; nobody else waits for it. */
const untilReset = () => expect.poll(idleContainers).toBe(1)

/** Containers of sandboxes of one program, in any state. */
function containersOf(pid: number | undefined): readonly string[] {
  const format = `{{.ID}} {{.Label "${LABEL}"}}`
  const args = ['ps', '-a', '--filter', `label=${LABEL}`, '--format', format]
  const { stdout } = spawnSync('docker', args, { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => new RegExp(` ${pid} \\d+$`).test(line))
    .map((line) => line.split(' ')[0] ?? '')
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 400 && !holds(); tries++) await setTimeout(100)
  return holds()
}

describeWith('docker', 'containers', () => {
  test('serve one sandbox after another, with nothing left of the one before', async () => {
    const first = await openDocker()
    await first.exec('echo x > file; echo x > /tmp/file; echo x > ~/file; echo x > /dev/shm/file')
    await first.exec('chmod 700 . /tmp; mkdir -p deep/er; chmod 000 deep; sleep 1000 &')
    const name = (await first.exec('cat /proc/self/mountinfo | grep -m1 " / "')).stdout
    await first.close()
    await untilReset()

    await using second = await openDocker()
    const seen = await second.exec(
      'ls -A . /tmp ~ /dev/shm; ls -ld . /tmp | cut -c1-10; grep -l sleep /proc/[0-9]*/comm',
    )

    expect((await second.exec('cat /proc/self/mountinfo | grep -m1 " / "')).stdout).toBe(name)
    expect(seen.stdout).toBe('.:\n\n/dev/shm:\n\n/home/agent:\n\n/tmp:\ndrwxr-xr-x\ndrwxrwxrwt\n')
    expect(containersOf(process.pid).length).toBe(1)
  })

  test('serve those with the same folders, which are emptied like the others', async () => {
    const identity = 'cat /proc/self/mountinfo | grep -m1 " / "'
    const first = await openDocker({ folders: ['/tests', '/logs'] })
    await first.exec('echo x > /logs/file; mkdir /tests/a; chmod 700 /logs; chmod 0 /tests/a')
    const name = (await first.exec(identity)).stdout
    await first.close()
    await untilReset()

    await using other = await openDocker({ folders: ['/logs'] })
    await using same = await openDocker({ folders: ['/logs', '/tests'] })
    const seen = await same.exec('ls -A /logs /tests; ls -ld /logs /tests | cut -c1-10')

    expect((await other.exec(identity)).stdout).not.toBe(name)
    expect((await same.exec(identity)).stdout).toBe(name)
    expect(seen.stdout).toBe('/logs:\n\n/tests:\ndrwxr-xr-x\ndrwxr-xr-x\n')
    await expect(other.restore(await same.snapshot())).rejects.toThrow('it holds other folders')
  })

  test('are fresh where only an unused one will do', async () => {
    const first = await openDocker()
    const name = (await first.exec('cat /proc/self/mountinfo | grep -m1 " / "')).stdout
    await first.close()
    await untilReset()

    await using second = await openDocker({ fresh: true })

    expect((await second.exec('cat /proc/self/mountinfo | grep -m1 " / "')).stdout).not.toBe(name)
  })

  test('are gone when all sandboxes are closed at once, and open ones fail', async () => {
    const sandbox = await openDocker()
    const running = sandbox.exec('sleep 60')
    running.catch(() => {})
    await setTimeout(300)

    endContainers()

    await expect(running).rejects.toMatchObject({ name: 'SandboxError' })
    await expect(sandbox.exec('true')).rejects.toMatchObject({ name: 'SandboxError' })
    expect(await until(() => containersOf(process.pid).length === 0)).toBe(true)
  })

  test('replace one that is lost: its sandbox fails, the next one opens', async () => {
    const sandbox = await openDocker()
    const running = sandbox.exec('sleep 60')
    running.catch(() => {})
    await setTimeout(300)

    spawnSync('docker', ['kill', ...containersOf(process.pid)])

    await expect(running).rejects.toMatchObject({ name: 'SandboxError' })
    await sandbox.close()
    await using next = await openDocker()
    expect((await next.exec('echo alive')).stdout).toBe('alive\n')
  })

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    test(`end with a program that ends by ${signal}`, async () => {
      const child = spawn(process.execPath, ['--import', 'tsx', '-e', holdSandbox], {
        cwd: import.meta.dirname,
        stdio: 'pipe',
      })
      const [printed] = await once(child.stdout, 'data')
      const before = containersOf(child.pid)

      child.kill(signal)

      expect(String(printed)).toBe('open\n')
      expect(before).toHaveLength(1)
      expect(await until(() => containersOf(child.pid).length === 0)).toBe(true)
    })
  }

  test('that never started are removed by the next program', async () => {
    const owner = spawnSync(process.execPath, ['--import', 'tsx', '-e', printOwner], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    })
    const label = `${LABEL}=${owner.stdout.trim()}`
    spawnSync('docker', ['create', '--label', label, 'palaestra-sandbox', 'true'])
    const pid = Number(owner.stdout.trim().split(' ').at(-2))
    const before = containersOf(pid)

    await using sandbox = await openDocker()

    expect(before).toHaveLength(1)
    expect(containersOf(pid)).toEqual([])
    expect((await sandbox.exec('true')).exitCode).toBe(0)
  })

  test('keep no program running', async () => {
    const code = `import('./index.ts').then(async ({ openDocker }) => { const sandbox = await openDocker(); await sandbox.exec('true') })`
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
      cwd: import.meta.dirname,
      stdio: 'ignore',
    })

    const [exitCode] = await once(child, 'exit')

    expect(exitCode).toBe(0)
    expect(await until(() => containersOf(child.pid).length === 0)).toBe(true)
  })

  test('say where no daemon answers', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock')

    const opened = openDocker()

    await expect(opened).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/no Docker daemon answers at unix:.*set DOCKER_HOST/),
    })
    vi.unstubAllEnvs()
  })

  test.runIf(process.getuid?.() === 0)('say who may not talk to the daemon', () => {
    const code = `import('./index.ts').then((m) => m.openDocker()).catch((e) => console.log(e.name, e.message))`
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', code], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      uid: 65534,
      gid: 65534,
    })

    expect(stdout).toMatch(/^ConfigError .*no permission on .*docker\.sock \(.*usermod/)
  })

  test('say which image is missing, and how to get it', async () => {
    const opened = openDocker({ image: 'no-such-image-here' })

    await expect(opened).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('no-such-image-here'),
    })
  })

  test('say that an image has no shell', async () => {
    spawnSync('docker', ['import', '-', 'palaestra-test-empty'], { input: Buffer.alloc(1024) })

    const opened = openDocker({ image: 'palaestra-test-empty' })

    await expect(opened).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('/bin/sh'),
    })
    spawnSync('docker', ['rmi', '--force', 'palaestra-test-empty'])
  })
})

const printOwner = `import('./owner.ts').then(({ ownerLabel }) => console.log(ownerLabel()))`

/** Programs of their own. */
const holdSandbox = `import('./index.ts').then(async ({ openDocker }) => {
  const sandbox = await openDocker()
  const { stdout } = await sandbox.exec('echo open; sleep 1000 &')
  process.stdout.write(stdout)
  setInterval(() => {}, 1000)
})`
