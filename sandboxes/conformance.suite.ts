import { describe, expect, test } from 'vitest'
import { SandboxError } from '../core/errors.ts'
import {
  type ExecResult,
  type Sandbox,
  type SandboxCapabilities,
  SandboxFileError,
} from './sandbox.ts'

/** Opens a sandbox of the kind under test with files in its working directory, and further folders. */
export type OpenForSuite = (
  files?: Record<string, string | Uint8Array>,
  folders?: readonly string[],
) => Promise<Sandbox>

const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)

/** What a kind declares of itself; what it does not is not tested of it. */
export type Declared = Pick<
  SandboxCapabilities,
  'deterministic' | 'isolated' | 'memoryLimit' | 'network'
>

/** What every sandbox must do, and what the kind declares beyond. */
export function describeSandbox(name: string, declared: Declared, open: OpenForSuite): void {
  /** Only of kinds that declare it. */
  const testIf = (isDeclared: boolean, title: string, body: () => Promise<void>) => {
    if (isDeclared) test(title, body)
  }
  describe(`${name} sandbox`, () => {
    test('has the capabilities of its kind', async () => {
      await using sandbox = await open()

      expect(sandbox.capabilities).toMatchObject(declared)
    })

    test('returns what a command printed and its exit code', async () => {
      await using sandbox = await open()

      const result = await sandbox.exec('echo out; echo err >&2; exit 3')

      expect(result).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
      expect(result).toMatchObject({ timedOut: false, truncated: false })
    })

    test('reports a command that does not exist as exit code 127', async () => {
      await using sandbox = await open()

      const result = await sandbox.exec('no-such-command-here')

      expect(result.exitCode).toBe(127)
      expect(result.stderr).toContain('no-such-command-here')
    })

    test('reports a syntax error as a result', async () => {
      await using sandbox = await open()

      const result = await sandbox.exec('if true; then echo x')

      expect(result.exitCode).not.toBe(0)
      expect(result.stderr).not.toBe('')
    })

    test('runs pipelines and conditions', async () => {
      await using sandbox = await open({ 'words.txt': 'b\na\nb\n' })

      const result = await sandbox.exec('sort words.txt | uniq -c | wc -l && false || echo rescued')

      expect(result.stdout.replaceAll(' ', '')).toBe('2\nrescued\n')
    })

    test('starts commands in the working directory, or where it is told', async () => {
      await using sandbox = await open({ 'folder/file': '' })

      const inWorkdir = await sandbox.exec('pwd')
      const inFolder = await sandbox.exec('pwd; ls', { cwd: `${sandbox.workdir}/folder` })
      const relative = await sandbox.exec('pwd', { cwd: 'folder' })
      const missing = await sandbox.exec('pwd', { cwd: 'nowhere' })

      expect(inWorkdir.stdout).toBe(`${sandbox.workdir}\n`)
      expect(inFolder.stdout).toBe(`${sandbox.workdir}/folder\nfile\n`)
      expect(relative.stdout).toBe(`${sandbox.workdir}/folder\n`)
      expect(missing.exitCode).not.toBe(0)
    })

    test('forgets directory and variables after a command, but keeps files', async () => {
      await using sandbox = await open()

      await sandbox.exec('cd /tmp; export LEAK=1; echo kept > "$OLDPWD/file"')
      const after = await sandbox.exec('pwd; echo "[$LEAK]"; cat file')

      expect(after.stdout).toBe(`${sandbox.workdir}\n[]\nkept\n`)
    })

    test('passes environment variables as they are', async () => {
      await using sandbox = await open()
      const env = { PLAIN: 'a', HARD: 'sp ace "quote" $HOME `x`\nline ü' }

      const result = await sandbox.exec('printf "%s|%s" "$PLAIN" "$HARD"', { env })

      expect(result.stdout).toBe(`a|${env.HARD}`)
    })

    test('passes standard input, text and bytes', async () => {
      await using sandbox = await open()

      const text = await sandbox.exec('cat', { stdin: 'line ü\nno newline' })
      await sandbox.exec('cat > copy.bin', { stdin: everyByte })
      const none = await sandbox.exec('cat | wc -c')

      expect(text.stdout).toBe('line ü\nno newline')
      expect(await sandbox.readFile('copy.bin')).toEqual(everyByte)
      expect(none.stdout.trim()).toBe('0')
    })

    test('keeps binary files byte for byte', async () => {
      await using sandbox = await open({ 'in.bin': everyByte })

      await sandbox.exec('cat in.bin > cat.bin; cp in.bin cp.bin; head -c 200 in.bin > head.bin')
      await sandbox.exec('base64 in.bin | base64 -d > base64.bin; cat in.bin in.bin >> twice.bin')
      const counted = await sandbox.exec('wc -c < in.bin')

      expect(await sandbox.readFile('in.bin')).toEqual(everyByte)
      expect(await sandbox.readFile('cat.bin')).toEqual(everyByte)
      expect(await sandbox.readFile('cp.bin')).toEqual(everyByte)
      expect(await sandbox.readFile('head.bin')).toEqual(everyByte.slice(0, 200))
      expect(await sandbox.readFile('base64.bin')).toEqual(everyByte)
      expect(await sandbox.readFile('twice.bin')).toEqual(
        new Uint8Array([...everyByte, ...everyByte]),
      )
      expect(counted.stdout.trim()).toBe('256')
    })

    test('writes the bytes that printf escapes name', async () => {
      await using sandbox = await open()

      await sandbox.exec(`printf '\\xff\\x00\\376' > file`)

      expect(await sandbox.readFile('file')).toEqual(new Uint8Array([0xff, 0x00, 0xfe]))
    })

    test('keeps unicode paths and contents', async () => {
      const path = 'ünï códe/日本語 🙂.txt'
      await using sandbox = await open({ [path]: 'héllo 🙂\n' })

      const shown = await sandbox.exec('cat "ünï códe/日本語 🙂.txt"; ls "ünï códe"')

      expect(shown.stdout).toBe('héllo 🙂\n日本語 🙂.txt\n')
      expect(await sandbox.listFiles()).toEqual([path])
      expect(await sandbox.readText(path)).toBe('héllo 🙂\n')
    })

    test('writes, lists and removes files', async () => {
      await using sandbox = await open()

      await sandbox.writeFile('deep/er/file.txt', 'one')
      await sandbox.writeFiles({ 'b.txt': 'b', 'a.txt': new Uint8Array([97]) })
      const before = await sandbox.listFiles()
      const folder = await sandbox.listFiles('deep')
      await sandbox.remove('deep')
      await sandbox.remove('never-was-there')

      expect(before).toEqual(['a.txt', 'b.txt', 'deep/er/file.txt'])
      expect(folder).toEqual(['er/file.txt'])
      expect(await sandbox.listFiles()).toEqual(['a.txt', 'b.txt'])
      expect(await sandbox.readText(`${sandbox.workdir}/a.txt`)).toBe('a')
    })

    test('says which file cannot be read', async () => {
      await using sandbox = await open({ 'folder/file': '' })

      const missing = sandbox.readFile('missing.txt')
      const folder = sandbox.readText('folder')

      await expect(missing).rejects.toBeInstanceOf(SandboxFileError)
      await expect(missing).rejects.toThrow('missing.txt')
      await expect(folder).rejects.toBeInstanceOf(SandboxFileError)
    })

    test('carries a folder through a tar archive', async () => {
      const long = `${'long-folder-name/'.repeat(12)}ünï🙂.txt`
      await using source = await open({
        'run.sh': 'echo ran\n',
        'bin/data': everyByte,
        [long]: 'x',
      })
      await using target = await open()
      await source.exec('chmod 755 run.sh; ln -s run.sh link; mkdir empty')

      await target.putTar(await source.getTar())
      const ran = await target.exec('./run.sh; readlink link; test -d empty && echo empty')

      expect(ran.stdout).toBe('ran\nrun.sh\nempty\n')
      expect(await target.readFile('bin/data')).toEqual(everyByte)
      expect(await target.readText(long)).toBe('x')
      expect(await target.stateHash()).toBe(await source.stateHash())
    })

    test('refuses an archive that leaves its folder, and unpacks nothing of it', async () => {
      await using sandbox = await open()
      const archive = tarOf('../escaped.txt')
      const absolute = tarOf('/tmp/escaped.txt')

      await expect(sandbox.putTar(archive, 'folder')).rejects.toBeInstanceOf(SandboxFileError)
      await expect(sandbox.putTar(absolute)).rejects.toBeInstanceOf(SandboxFileError)

      const found = await sandbox.exec('ls /tmp/escaped.txt escaped.txt 2>/dev/null')
      expect(found.stdout).toBe('')
    })

    test('cuts output at the cap, each stream on its own, without splitting a character', async () => {
      await using sandbox = await open()

      const command = 'for i in 1 2 3 4 5 6 7 8; do printf "éééé"; done; echo short >&2'
      const result = await sandbox.exec(command, { maxOutputBytes: 15 })

      expect(result).toMatchObject({ truncated: true, exitCode: 0, stderr: 'short\n' })
      expect(result.stdout).toBe('ééééééé')
    })

    test('returns a megabyte of output whole', async () => {
      await using sandbox = await open()

      const result = await sandbox.exec('head -c 1000000 big', { maxOutputBytes: 2 ** 20 })
      await sandbox.writeFile('big', 'x'.repeat(1_000_000))
      const filled = await sandbox.exec('head -c 1000000 big', { maxOutputBytes: 2 ** 20 })

      expect(result.exitCode).not.toBe(0)
      expect(filled.stdout.length).toBe(1_000_000)
      expect(filled.truncated).toBe(false)
    })

    test('stops a loop at its time limit and keeps what it printed', async () => {
      await using sandbox = await open()
      const command = 'echo before; while :; do :; done; echo after'

      const { result, timeoutMs } = await inLongEnough((limit) =>
        sandbox.exec(command, { timeoutMs: limit }),
      )
      const next = await sandbox.exec('echo alive')

      expect(result).toMatchObject({ timedOut: true, exitCode: 124, stdout: 'before\n' })
      expect(result.durationMs).toBeGreaterThanOrEqual(timeoutMs)
      expect(next.stdout).toBe('alive\n')
    })

    test('stops a sleep at its time limit', async () => {
      await using sandbox = await open()

      const result = await sandbox.exec('sleep 3600', { timeoutMs: 500 })

      expect(result).toMatchObject({ timedOut: true, exitCode: 124 })
    })

    test('stops a command that prints without end', async () => {
      await using sandbox = await open()

      const { result } = await inLongEnough((timeoutMs) =>
        sandbox.exec('while true; do echo 0123456789; done', { timeoutMs, maxOutputBytes: 5 }),
      )

      expect(result).toMatchObject({ timedOut: true, truncated: true })
      expect(result.stdout.length).toBe(5)
    })

    test('rejects with the reason of an aborted signal, at once', async () => {
      await using sandbox = await open()
      const controller = new AbortController()
      const reason = new Error('not needed any more')

      const running = sandbox.exec('while :; do :; done', { signal: controller.signal })
      controller.abort(reason)
      const never = sandbox.exec('echo x', { signal: AbortSignal.abort(reason) })

      await expect(running).rejects.toBe(reason)
      await expect(never).rejects.toBe(reason)
    })

    test('runs commands that were started together', async () => {
      await using sandbox = await open()

      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          sandbox.exec(`echo ${index} > ${index}; echo ${index}`),
        ),
      )

      expect(results.map(({ stdout }) => stdout)).toEqual(results.map((_, index) => `${index}\n`))
      expect(await sandbox.listFiles()).toEqual(results.map((_, index) => `${index}`))
    })

    test('keeps sandboxes apart', async () => {
      await using one = await open()
      await using two = await open()

      const note = (sandbox: Sandbox) => `'${sandbox.tmpdir}/t'`
      await Promise.all([one.exec(`echo one > f; echo 1 > ${note(one)}`), two.exec('echo two > f')])

      expect(await one.readText('f')).toBe('one\n')
      expect(await two.readText('f')).toBe('two\n')
      expect((await two.exec(`cat ${note(two)}`)).exitCode).not.toBe(0)
    })

    test('forks into copies that do not see each other', async () => {
      await using parent = await open({ 'shared.txt': 'old\n' })
      await using child = await parent.fork()

      await parent.exec('echo parent > shared.txt; mkdir only-parent')
      await child.exec('echo child >> shared.txt; rm -rf only-parent; echo x > only-child')

      expect(await parent.readText('shared.txt')).toBe('parent\n')
      expect(await child.readText('shared.txt')).toBe('old\nchild\n')
      expect(await parent.listFiles()).toEqual(['shared.txt'])
      expect(await child.listFiles()).toEqual(['only-child', 'shared.txt'])
    })

    test('keeps a fork alive when its parent is closed', async () => {
      const parent = await open({ 'file.txt': 'kept' })
      await using child = await parent.fork()

      await parent.close()

      expect((await child.exec('cat file.txt')).stdout).toBe('kept')
    })

    test('restores a snapshot, in another sandbox too, after the first is closed', async () => {
      const first = await open({ 'file.txt': 'before\n' })
      const snapshot = await first.snapshot()
      const hash = await first.stateHash()
      await first.exec('echo after > file.txt; echo new > new.txt')
      const changed = await first.stateHash()
      await first.restore(snapshot)
      const back = await first.stateHash()
      await first.close()
      await using second = await open({ 'other.txt': 'gone after the restore' })

      await second.restore(snapshot)

      expect(await second.listFiles()).toEqual(['file.txt'])
      expect(changed).not.toBe(hash)
      expect(back).toBe(hash)
      expect(await second.stateHash()).toBe(hash)
    })

    test('hashes contents and modes, not the way to them', async () => {
      await using one = await open({ 'a.txt': 'a', 'b.txt': 'b' })
      await using two = await open({ 'b.txt': 'b' })

      await two.exec('sleep 1; printf a > a.txt; echo x > c; rm c')
      const equal = await two.stateHash()
      await two.exec('chmod 755 a.txt')

      expect(equal).toBe(await one.stateHash())
      expect(await two.stateHash()).not.toBe(equal)
    })

    test('closes twice, and refuses work afterwards', async () => {
      const sandbox = await open()

      await sandbox.close()
      await sandbox.close()

      await expect(sandbox.exec('true')).rejects.toBeInstanceOf(SandboxError)
      await expect(sandbox.readFile('x')).rejects.toBeInstanceOf(SandboxError)
    })

    testIf(declared.network === 'none', 'cannot reach the network', async () => {
      await using sandbox = await open()

      const curl = await sandbox.exec('curl -sS --max-time 2 http://127.0.0.1:80/')
      const socket = await sandbox.exec('echo x > /dev/tcp/127.0.0.1/80')

      expect(curl.exitCode).not.toBe(0)
      expect(socket.exitCode).not.toBe(0)
    })

    testIf(declared.isolated, 'cannot see the host', async () => {
      await using sandbox = await open()

      const file = await sandbox.exec(`cat '${import.meta.filename}'`)
      const env = await sandbox.exec('env', { env: { OWN: 'x' } })
      const name = await sandbox.exec('hostname')
      const hostVariables = Object.keys(process.env).filter((key) =>
        /^(npm_|VITEST|NODE_)/.test(key),
      )

      expect(file.exitCode).not.toBe(0)
      for (const key of hostVariables) expect(env.stdout).not.toContain(`${key}=`)
      expect(name.stdout.trim()).not.toBe((await import('node:os')).hostname())
    })

    testIf(declared.isolated, 'has further folders, which snapshots and forks carry', async () => {
      const folders = ['/logs', '/data/in']
      await using first = await open({ 'a.txt': 'a' }, folders)
      await first.writeFile('/logs/deep/file', 'before\n')
      await first.exec('echo more >> /logs/deep/file; cp /logs/deep/file /data/in/copy')
      const snapshot = await first.snapshot()
      await using fork = await first.fork()
      await first.exec('rm -r /logs/deep /data/in/copy; echo new > /logs/new')
      await using second = await open({}, folders)
      await second.putTar(await fork.getTar('/logs'), '/data/in')

      const packed = await second.listFiles('/data/in')
      await first.restore(snapshot)
      await second.restore(snapshot)
      await fork.remove('/logs')

      expect(packed).toEqual(['deep/file'])
      for (const sandbox of [first, second]) {
        expect(await sandbox.listFiles('/logs')).toEqual(['deep/file'])
        expect(await sandbox.readText('/data/in/copy')).toBe('before\nmore\n')
      }
      expect((await fork.exec('ls -A /logs; cat /data/in/copy')).stdout).toBe('before\nmore\n')
    })

    testIf(declared.memoryLimit, 'survives a command that wants all memory', async () => {
      await using sandbox = await open({
        'eat.js': 'const kept = []; for (;;) kept.push(new Array(1e5).fill(kept.length))\n',
      })
      const { commands } = sandbox.capabilities

      const shell = await sandbox.exec('x=abcdefgh; while :; do x="$x$x"; done; echo never')
      const program = commands.includes('node') ? await sandbox.exec('node eat.js') : shell
      const next = await sandbox.exec('echo alive')

      expect(shell.exitCode).not.toBe(0)
      expect(shell.stdout).toBe('')
      expect(program.exitCode).not.toBe(0)
      expect(next.stdout).toBe('alive\n')
    })

    testIf(declared.deterministic, 'does the same twice', async () => {
      const commands = [
        'date; echo $RANDOM; mktemp; sleep 2; date +%s%N; seq 20 | shuf | head -3',
        'for i in 1 2 3; do echo $i > f$i; done; ls -l --time-style=full-iso f1; stat f2',
        'while :; do :; done',
      ]
      const play = async () => {
        await using sandbox = await open({ 'a.txt': 'a\n' })
        const results = []
        for (const command of commands) results.push(await sandbox.exec(command))
        return { results, hash: await sandbox.stateHash() }
      }
      const alone = await play()
      const together = await Promise.all([play(), play(), play()])

      for (const each of together) expect(each).toEqual(alone)
    })
  })
}

/** What a command did within the first time limit that let it print: a busy machine may begin late. */
async function inLongEnough(
  exec: (timeoutMs: number) => Promise<ExecResult>,
): Promise<{ result: ExecResult; timeoutMs: number }> {
  for (let timeoutMs = 1000; ; timeoutMs *= 3) {
    const result = await exec(timeoutMs)
    if (result.stdout !== '' || timeoutMs > 10_000) return { result, timeoutMs }
  }
}

/** A tar archive with one small file of this name. */
function tarOf(name: string): Uint8Array {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write('0001750\0', 108)
  header.write('0001750\0', 116)
  header.write('00000000002\0', 124)
  header.write('00000000000\0', 136)
  header.write('        0ustar\u000000', 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const body = Buffer.alloc(512)
  body.write('x\n')
  return new Uint8Array(Buffer.concat([header, body, Buffer.alloc(1024)]))
}
