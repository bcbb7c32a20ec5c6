import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import { driverFolder } from '../host/driver-folder.ts'
import { markedProcesses } from '../host/processes.ts'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'
import { SandboxFileError } from '../sandbox.ts'

const open = (files: Record<string, string> = {}) => openSandbox({ kind: 'bubblewrap', files })
const alive = () => markedProcesses(`${driverFolder().name}/`)

describeWith('bubblewrap', 'a hostile command in bubblewrap', () => {
  afterAll(() => closeSandboxes())

  test('finds none of the files of this machine that are not programs', async () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'palaestra-secret-')), 'secret')
    writeFileSync(secret, 'a secret', { mode: 0o644 })
    await using sandbox = await open()

    const places = ['/etc/shadow', '/etc/ssh', '/var', '/run', '/root', '/sys', homedir(), secret]
    const ways = ['', '/proc/1/root', '/proc/self/root', '/proc/self/cwd/../..', '/workspace/../..']
    const tries = places.flatMap((place) => ways.map((way) => `'${way}${place}'`))
    const { stdout } = await sandbox.exec(
      `for f in ${tries.join(' ')}; do cat "$f" || ls "$f"; done`,
    )
    const exe = await sandbox.exec(
      'head -c 4 /proc/1/exe | od -c; : > /proc/1/exe; ls /proc/1/cwd/',
    )
    rmSync(secret)

    expect(stdout).toBe('')
    expect(exe.stdout).not.toContain('var')
    expect(exe.exitCode).toBe(0)
  })

  test('cannot change what it sees of this machine', async () => {
    await using sandbox = await open()
    const paths = [
      '/x',
      '/usr/x',
      '/usr/bin/node',
      '/etc/passwd',
      '/dev/x',
      '/proc/sys/kernel/hostname',
    ]

    const { stdout } = await sandbox.exec(
      `for f in ${paths.join(' ')}; do (echo x >> $f) 2>/dev/null && echo "wrote $f"; done; rm -f /bin/bash`,
    )
    const mounts = await sandbox.exec(
      'mount -o remount,rw /usr; unshare -Ur true && echo made; chroot / true && echo rooted; mknod d c 1 3',
    )

    expect(stdout).toBe('')
    expect(mounts.stdout).toBe('')
    expect(await sandbox.listFiles()).toEqual([])
  })

  test('sees no process and no variable but its own', async () => {
    process.env['PALAESTRA_TEST_KEY'] = 'sk-secret'
    await using sandbox = await open()

    const { stdout } = await sandbox.exec(
      'env; cat /proc/*/environ | tr "\\0" "\\n"; cat /proc/*/cmdline | tr "\\0" "\\n"',
    )
    const pids = await sandbox.exec('ls /proc | grep -c "^[0-9]"')
    const killed = await sandbox.exec(
      `kill -9 ${process.pid}; kill -9 -1; echo never; ls /proc/${process.pid}`,
    )

    expect(stdout).not.toContain('sk-secret')
    expect(Number(pids.stdout)).toBeLessThan(8)
    expect(killed.stdout).not.toContain('status')
  })

  test('inherits no open file of this program', async () => {
    await using sandbox = await open()

    // A shell that has more to do starts `ls`, and does not become it.
    const { stdout } = await sandbox.exec('ls /proc/$$/fd; true')

    expect(stdout).toBe('0\n1\n2\n')
  })

  test('has no privileges and gets none', async () => {
    await using sandbox = await open()

    const { stdout } = await sandbox.exec('grep -E "^(Cap|NoNewPrivs)" /proc/self/status')
    const grown = await sandbox.exec('su -c id; sudo id; newgrp root; ping -c1 127.0.0.1')

    expect(stdout.match(/^Cap\w+:\t0{16}$/gm)).toHaveLength(5)
    expect(stdout).toContain('NoNewPrivs:\t1')
    expect(grown.stdout).not.toContain('uid=0')
  })

  test('reaches no network, not this machine either', async () => {
    let reached = 0
    const server = createServer(() => reached++).listen(0, '0.0.0.0')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    await using sandbox = await open()

    const hosts = ['127.0.0.1', '10.0.0.1', '169.254.169.254']
    const tries = hosts.map((host) => `(echo > /dev/tcp/${host}/${port}) && echo reached`)
    const { stdout } = await sandbox.exec(tries.join('; '), { timeoutMs: 5000 })
    server.close()

    expect(stdout).toBe('')
    expect(reached).toBe(0)
  })

  test('that forks without end is stopped, and its neighbours go on', async () => {
    await using sandbox = await openSandbox({ kind: 'bubblewrap', limits: { processes: 64 } })
    await using neighbour = await open()

    const bomb = sandbox.exec('bomb() { bomb | bomb & }; bomb; while :; do :; done', {
      timeoutMs: 1500,
    })
    const beside = await neighbour.exec('echo fine')
    const result = await bomb

    expect(beside.stdout).toBe('fine\n')
    expect(result).toMatchObject({ timedOut: true, exitCode: 124 })
    expect((await sandbox.exec('echo alive')).stdout).toBe('alive\n')
  })

  test('that fills the disk is stopped, may remove files, and can write again then', async () => {
    const fileBytes = 16 * 2 ** 20
    await using sandbox = await openSandbox({ kind: 'bubblewrap', limits: { fileBytes } })

    const one = await sandbox.exec('head -c 100000000 /dev/zero > one; stat -c %s one')
    const many = await sandbox.exec('i=0; while :; do head -c 4000000 /dev/zero > f$((i++)); done')
    const more = await sandbox.exec('echo x > more')
    await sandbox.exec('rm -rf *')
    const emptied = await sandbox.exec('echo x > more && cat more')
    const shared = await sandbox.exec(
      'head -c 100000000 /dev/zero > /dev/shm/x; stat -c %s /dev/shm/x',
    )

    expect(Number(one.stdout)).toBeLessThanOrEqual(fileBytes)
    expect(many).toMatchObject({ exitCode: 137, timedOut: false })
    expect(many.stderr).toContain('No space left on device')
    expect(more.exitCode).not.toBe(0)
    expect(emptied.stdout).toBe('x\n')
    expect(Number(shared.stdout)).toBeLessThanOrEqual(fileBytes)
  })

  test('leaves no process behind, whatever it starts', async () => {
    const sandbox = await open()
    const daemon = 'setsid nohup env -i bash -c "trap : TERM; while :; do sleep 1; done"'

    const detached = await sandbox.exec(`${daemon} >/dev/null 2>&1 & echo started`)
    const afterwards = alive()
    const stopped = await sandbox.exec(`${daemon} >/dev/null 2>&1 & ${daemon}`, { timeoutMs: 500 })
    const afterStop = alive()
    const running = sandbox.exec(`${daemon} & sleep 100`).catch((error: Error) => error.name)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await sandbox.close()

    expect(detached).toMatchObject({ stdout: 'started\n', exitCode: 0 })
    expect(afterwards).toEqual([])
    expect(stopped.timedOut).toBe(true)
    expect(afterStop).toEqual([])
    expect(await running).toBe('SandboxError')
    expect(alive()).toEqual([])
    expect(readdirSync(driverFolder().path).filter((name) => name.startsWith('sandbox-'))).toEqual(
      [],
    )
  })

  test('cannot lead the caller out by links', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'palaestra-outside-'))
    writeFileSync(join(outside, 'secret'), 'a secret', { mode: 0o644 })
    await using sandbox = await open({ 'real/file': 'inside' })

    await sandbox.exec(
      `ln -s ${outside} out; ln -s ${outside}/secret leak; ln -s /etc/shadow shadow`,
    )
    await sandbox.exec('ln -s ../../../../../.. up; ln -s /workspace/real in; ln -s loop loop')
    const reads = ['out/secret', 'leak', 'shadow', `up${outside}/secret`, 'loop'].map((path) =>
      sandbox.readFile(path).catch((error) => error),
    )
    await sandbox.writeFile('out/new', 'in the folder that commands find by this path')
    const written = await sandbox.exec(`ls ${outside}; ls out/`)
    const listed = await sandbox.listFiles('up').catch((error) => error)
    await sandbox.remove('out')
    const within = await sandbox.readText('in/file')
    const untouched = readdirSync(outside)
    rmSync(outside, { recursive: true })

    for (const read of await Promise.all(reads)) expect(read).toBeInstanceOf(SandboxFileError)
    expect(written.stdout).toBe('new\nnew\n')
    expect(listed).toBeInstanceOf(SandboxFileError)
    expect(within).toBe('inside')
    expect(untouched).toEqual(['secret'])
    expect(await sandbox.listFiles()).toEqual(['real/file'])
  })

  test('cannot keep the caller waiting, or make files that break its walk', async () => {
    await using sandbox = await open({ 'a.txt': 'a' })
    const hash = await sandbox.stateHash()

    await sandbox.exec('mkfifo pipe; python3 -c "import socket; socket.socket(1).bind(\'sock\')"')
    const pipe = sandbox.readFile('pipe')
    await expect(pipe).rejects.toBeInstanceOf(SandboxFileError)
    await sandbox.exec(`printf x > "$(printf 'b\\xff')"; mkdir -m 0 closed; chmod 0 a.txt`)
    await sandbox.exec('for i in $(seq 400); do mkdir d && cd d; done; echo x > deepest')
    const listed = await sandbox.listFiles()
    const text = await sandbox.readText('a.txt')
    await using fork = await sandbox.fork()
    const hashes = [await sandbox.stateHash(), await fork.stateHash()]
    await sandbox.exec('chmod 644 a.txt; rm -rf d closed pipe sock b*')

    expect(listed).toEqual(['a.txt'])
    expect(text).toBe('a')
    expect(hashes[0]).toBe(hashes[1])
    expect(hashes[0]).not.toBe(hash)
    expect(await sandbox.stateHash()).toBe(hash)
  })

  test('may be as long as it likes, and hold any character', async () => {
    await using sandbox = await open()

    const long = await sandbox.exec(`cat > in <<'E'\n${'x'.repeat(300_000)}\nE\nwc -c < in; cat`, {
      stdin: 'read',
    })
    const nul = await sandbox.exec('echo a\0b')

    expect(long).toMatchObject({ stdout: '300001\nread', exitCode: 0 })
    expect(nul.timedOut).toBe(false)
  })

  test('can open its own streams by name', async () => {
    await using sandbox = await open()

    const result = await sandbox.exec('cat /dev/stdin > /dev/stdout; echo e > /dev/stderr', {
      stdin: 'in',
    })

    expect(result).toMatchObject({ stdout: 'in', stderr: 'e\n', exitCode: 0 })
    expect(existsSync(driverFolder().path)).toBe(true)
  })
})
