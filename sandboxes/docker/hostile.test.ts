import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import type { Sandbox } from '../sandbox.ts'
import { endContainers, openDocker } from './index.ts'

afterAll(endContainers)

const limits = { memoryMiB: 192, fileBytes: 64 * 2 ** 20, processes: 128 }
const alive = { exitCode: 0, stdout: 'alive\n', stderr: '', timedOut: false }

describeWith('docker', 'hostile commands in docker', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await openDocker({ limits, files: { 'kept.txt': 'kept' } })
  })
  afterAll(() => sandbox?.close())

  const expectAlive = async () => {
    expect(await sandbox.exec('echo alive')).toMatchObject(alive)
    expect(await sandbox.readText('kept.txt')).toBe('kept')
  }

  test('run as no root, without any capability or the way to one', async () => {
    const { stdout } = await sandbox.exec(
      'id -u; grep -E "^(Cap(Inh|Prm|Eff|Amb)|NoNew)" /proc/self/status',
    )

    const [uid, ...lines] = stdout.trim().split('\n')
    expect(uid).toBe('1000')
    expect(lines.map((line) => line.replace(/\s+/, ''))).toEqual([
      'CapInh:0000000000000000',
      'CapPrm:0000000000000000',
      'CapEff:0000000000000000',
      'CapAmb:0000000000000000',
      'NoNewPrivs:1',
    ])
  })

  test('kill all they may, and only end themselves', async () => {
    const result = await sandbox.exec('echo started; sleep 0.1; kill -9 -1; sleep 10')

    expect(result).toMatchObject({ exitCode: 137, timedOut: false })
    await expectAlive()
  })

  test('kill the shell above them, and only end themselves', async () => {
    const result = await sandbox.exec('kill -9 $PPID; sleep 0.2')

    expect(result).toMatchObject({ exitCode: 137, timedOut: false, stderr: '' })
    await expectAlive()
  })

  test('neither see into the runner nor write to what it holds open', async () => {
    const attack = `
      for process in /proc/[0-9]*; do
        [ "$process" = "/proc/$$" ] && continue
        { ls "$process/fd" || cat "$process/mem" || cat "$process/environ"; } && echo "open: $process"
        for fd in 0 1 2 3 6 7 9; do printf forged > "$process/fd/$fd" && echo "wrote: $process $fd"; done
        echo 1000 > "$process/oom_score_adj" && echo "scored: $process"
      done 2>/dev/null
      true`

    const { stdout } = await sandbox.exec(attack)

    expect(stdout).toBe('')
    await expectAlive()
  })

  test('trace no process of the runner', async () => {
    const attack = `
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for name in os.listdir('/proc'):
    if name.isdigit() and int(name) != os.getpid():
        if libc.ptrace(16, int(name), 0, 0) == 0: print('traced', name)
`
    await sandbox.writeFile('trace.py', attack)

    const { exitCode, stdout } = await sandbox.exec('exec python3 trace.py')

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
  })

  test('print what looks like our records, and it is only output', async () => {
    const text = `${'0'.repeat(32)}exit 0\n$secretexit 0\nend\n`

    const result = await sandbox.exec(`printf '%s' "$FORGED"; exit 3`, { env: { FORGED: text } })

    expect(result).toMatchObject({ exitCode: 3, stdout: text })
  })

  test('fill the disk, which ends in an error of theirs', async () => {
    const filled = await sandbox.exec('cat /dev/zero > big; cat /dev/zero > /tmp/big; echo "$?"')

    expect(filled.stderr).toContain('No space left on device')
    await expect(sandbox.writeFile('more.txt', 'x'.repeat(2 ** 20))).rejects.toMatchObject({
      name: 'SandboxFileError',
    })
    await sandbox.exec('rm big /tmp/big')
    await expectAlive()
  })

  test('fork without end, and are all ended at the time limit', async () => {
    // The shell that waits starts nothing more: one that forks may end by its own bomb.
    const bomb = 'bomb() { bomb | bomb & bomb; }; bomb & while :; do :; done'

    const result = await sandbox.exec(bomb, { timeoutMs: 2000, maxOutputBytes: 1000 })

    expect(result).toMatchObject({ timedOut: true, exitCode: 124 })
    await expectAlive()
    // Those of the runner and of the command that counts.
    expect(await processes()).toBeLessThan(16)
  })

  test('leave a fork bomb behind, which is ended as soon as nothing else can start', async () => {
    const bomb = 'bomb() { bomb | bomb & }; bomb'

    await sandbox.exec(bomb, { timeoutMs: 5000 })
    await sandbox.writeFile('written.txt', 'in spite of it')
    await sandbox.exec(bomb, { timeoutMs: 5000 })
    const written = await sandbox.readText('written.txt')

    expect(written).toBe('in spite of it')
    // It lets some through while it waits for places itself: whatever comes must start.
    for (let round = 0; round < 20; round++) await expectAlive()
  })

  test('detach daemons, which the time limit ends with all others', async () => {
    const daemon = 'setsid sh -c "trap : TERM HUP; while :; do echo x >> ticks; sleep 0.05; done" &'

    await sandbox.exec(`${daemon} (${daemon}); until [ -s ticks ]; do sleep 0.05; done`)
    const result = await sandbox.exec(`${daemon} (${daemon}); sleep 60`, { timeoutMs: 2000 })
    const before = (await sandbox.readFile('ticks')).length
    await sandbox.exec('sleep 0.3')

    expect(result.timedOut).toBe(true)
    expect((await sandbox.readFile('ticks')).length).toBe(before)
  })

  test('close their streams and run on until their limit', async () => {
    const result = await sandbox.exec('exec >&- 2>&- <&-; sleep 60', { timeoutMs: 300 })

    expect(result).toMatchObject({ timedOut: true, exitCode: 124, stdout: '' })
    await expectAlive()
  })

  test('leave a job in the background, whose output disturbs no later command', async () => {
    const job = '(while :; do echo noise; sleep 0.01; done) & echo started'

    const first = await sandbox.exec(job, { timeoutMs: 10_000 })
    const second = await sandbox.exec('sleep 0.1; echo own')
    const { stdout } = await sandbox.exec('cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c noise')

    expect(first).toMatchObject({ exitCode: 0, timedOut: false })
    expect(first.stdout).toContain('started\n')
    expect(second.stdout).toBe('own\n')
    expect(Number(stdout)).toBeGreaterThan(0)
  })

  test('put a pipe, a device or an endless file where a file is read', async () => {
    await sandbox.exec('mkfifo pipe; ln -s /dev/zero zero; ln -s loop loop')

    for (const path of ['pipe', 'zero', 'loop']) {
      await expect(sandbox.readFile(path)).rejects.toMatchObject({ name: 'SandboxFileError' })
    }
    await sandbox.exec('rm pipe zero loop')
  })

  test('make a file of holes, which is too large to read and harms nobody', async () => {
    await sandbox.exec('truncate -s 1T holes')

    await expect(sandbox.stateHash()).rejects.toMatchObject({
      name: 'SandboxFileError',
      message: expect.stringContaining('too large'),
    })
    await sandbox.exec('rm holes')
    await expectAlive()
  })

  test('close their files to themselves, and they are packed, hashed and removed all the same', async () => {
    await sandbox.exec(
      'mkdir -p shut/in; echo x > shut/in/file; chmod 000 shut/in/file shut/in shut',
    )

    expect(await sandbox.stateHash()).toMatch(/^[0-9a-f]{64}$/)
    await sandbox.exec('chmod 000 shut/in shut')
    await sandbox.remove('shut')

    expect(await sandbox.listFiles()).not.toContain('shut/in/file')
  })

  async function processes(): Promise<number> {
    const { stdout } = await sandbox.exec('ls -d /proc/[0-9]* | wc -l')
    return Number(stdout)
  }
})
