import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { closeSandboxes } from '../../../../sandboxes/index.ts'
import { type HarborFixtureOptions, makeHarborTask } from '../fixtures/harbor.ts'
import { attacks } from './attacks.ts'
import {
  gradeHarbor,
  type HarborEpisode,
  type HarborGrade,
  openHarbor,
  readHarborTask,
  solveHarbor,
} from './index.ts'

export type RealKind = 'bubblewrap' | 'docker'

/** What a suite plays: everything an agent does, then the verifier. */
export function harborPlayer(kind: RealKind) {
  const scratch = mkdtemp(join(tmpdir(), `palaestra-harbor-${kind}-`))
  afterAll(async () => {
    closeSandboxes()
    await rm(await scratch, { recursive: true, force: true })
  })

  async function open(options: HarborFixtureOptions = {}): Promise<HarborEpisode> {
    const folder = await mkdtemp(join(await scratch, 'task-'))
    await makeHarborTask(folder, { from: 'palaestra-sandbox', ...options })
    const task = await readHarborTask(folder)
    return openHarbor(task, { kind, unsafeProcess: false })
  }

  async function act({ sandbox, env }: HarborEpisode, commands: readonly string[]) {
    for (const command of commands) await sandbox.exec(command, { env, timeoutMs: 10_000 })
  }

  async function play(
    commands: readonly string[],
    options: HarborFixtureOptions = {},
  ): Promise<HarborGrade> {
    const episode = await open(options)
    try {
      await act(episode, commands)
      return await gradeHarbor(episode)
    } finally {
      await episode.sandbox.close()
    }
  }

  async function solve(options: HarborFixtureOptions = {}): Promise<HarborGrade> {
    const episode = await open(options)
    try {
      await act(episode, await solveHarbor(episode))
      return await gradeHarbor(episode)
    } finally {
      await episode.sandbox.close()
    }
  }

  return { open, play, solve }
}

/** What holds of Harbor tasks wherever they are played. */
export function describeHarborIn(kind: RealKind): void {
  describe(`Harbor tasks in ${kind}`, () => {
    const { open, play, solve } = harborPlayer(kind)

    test('the solution is paid in full, and nothing else is', async () => {
      const solved = await solve()
      const idle = await play([])

      expect(solved).toEqual({
        rewards: { reward: 1 },
        metrics: { wrote: 1 },
        reward: 1,
        integrity: [],
        output: '',
      })
      expect(idle).toMatchObject({ reward: 0, metrics: { wrote: 0 }, integrity: [] })
    })

    test('the agent finds its files, and neither tests nor solution', async () => {
      const episode = await open()
      try {
        const { stdout } = await episode.sandbox.exec('pwd; ls; ls -A /tests /solution /logs')

        expect(stdout).toBe(
          '/workspace\nmake-ledger.sh\n/logs:\nagent\nartifacts\nverifier\n\n/solution:\n\n/tests:\n',
        )
      } finally {
        await episode.sandbox.close()
      }
    })

    test.each([
      ['fraction', { rewards: { reward: 0.25 }, reward: 0.25 }],
      ['named', { rewards: { right: 1, wrote: 2.5 }, metrics: {}, reward: 3.5 }],
      ['older', { rewards: { reward: 1 }, reward: 1 }],
      ['separate', { rewards: { reward: 1 }, metrics: { wrote: 1 }, reward: 1, integrity: [] }],
    ] as const)(
      'the verifier of the task "%s" says what its solution is worth',
      async (variant, expected) => {
        expect(await solve({ variant })).toMatchObject(expected)
        expect(await play([], { variant })).toMatchObject({
          rewards: variant === 'named' ? { right: 0 } : { reward: 0 },
        })
      },
    )

    test('a verifier that writes nothing leaves the episode unscored, with what it said last', async () => {
      const error: unknown = await solve({ variant: 'silent' }).catch((reason) => reason)

      expect(error).toMatchObject({ name: 'EnvError' })
      expect(String(error)).toContain(
        'Cannot grade task acme/ledger-total: the verifier wrote no reward file (exit code 3); it said last: looked at the total / and forgot to write',
      )
    })

    test('a verifier that does not end leaves the episode unscored', async () => {
      const hang = (hangSeconds: number): Promise<unknown> =>
        solve({ variant: 'hanging', hangSeconds }).catch((reason) => reason)

      let seconds = 1.5
      let error = await hang(seconds)
      // On a busy machine it may take longer to begin.
      for (; seconds < 10 && !String(error).endsWith('waiting'); error = await hang(seconds)) {
        seconds *= 3
      }

      expect(error).toMatchObject({
        name: 'EnvError',
        message: `Cannot grade task acme/ledger-total: its verifier did not end within ${seconds} s; it said last: waiting`,
      })
    })

    test('what a verifier prints is cut, and its reward counts', async () => {
      const grade = await solve({ variant: 'flooding' })

      expect(grade).toMatchObject({
        reward: 1,
        integrity: ['the verifier printed more than 4 MiB'],
      })
      expect(grade.output.length).toBeLessThanOrEqual(4 * 2 ** 20)
    })

    test('grading twice comes to the same', async () => {
      const episode = await open()
      try {
        const first = await gradeHarbor(episode)

        expect(await gradeHarbor(episode)).toEqual(first)
      } finally {
        await episode.sandbox.close()
      }
    })

    test('variables of the task reach the agent, those of the verifier the verifier alone', async () => {
      vi.stubEnv('HARBOR_TEST_KEY', 'from the host')
      const [key, level] = ['HARBOR_TEST_KEY', 'HARBOR_TEST_LEVEL:-high'].map(
        (name) => `\${${name}}`,
      )
      const toml = `[environment]
allow_internet = false
env = { SHARED = "${level}" }
[verifier]
env = { SECRET = "${key}" }
`
      const test = 'echo "$SECRET, $SHARED"; echo 1 > /logs/verifier/reward.txt\n'
      const files = { 'task.toml': toml, 'tests/test.sh': test }

      const episode = await open({ files })
      try {
        const { stdout } = await episode.sandbox.exec('echo "[$SECRET] $SHARED"', {
          env: episode.env,
        })
        const grade = await gradeHarbor(episode)

        expect(stdout).toBe('[] high\n')
        expect(grade.output).toBe('from the host, high\n')
      } finally {
        vi.unstubAllEnvs()
        await episode.sandbox.close()
      }
    })

    test.each(Object.entries(attacks))(
      'pays nothing for this, and names it: %s',
      async (_, attack) => {
        const grade = await play(attack.commands, attack)

        expect(grade.rewards).toEqual({ reward: 0 })
        if (attack.names) expect(grade.integrity.join('\n')).toMatch(attack.names)
        const daemons = kind === 'docker' ? attack.daemon : undefined
        if (daemons) expect(grade.integrity.join('\n')).toMatch(daemons)
      },
    )

    test('a verifier of its own gets declared files alone, and no links', async () => {
      const commands = [
        'sh make-ledger.sh | wc -l > /logs/artifacts/lines; echo 1 > /logs/agent/note; echo 1 > made',
        'cd /logs/artifacts; ln -s /etc/passwd users; mkdir -p sub; echo 1 > sub/deep; mkfifo pipe',
        'echo 1 > /tests/helper; ln -s /etc/hostname total.txt; rm -f make-ledger.sh',
        `mkdir -p ~/bin; echo '{"reward": 1}' > /logs/verifier/reward.json`,
      ]
      const test = `find . /logs /tests -type f -o -type l -o -type p | sort; echo 1 > /logs/verifier/reward.txt\n`

      const grade = await play(commands, { variant: 'separate', files: { 'tests/test.sh': test } })

      expect(grade.output.trim().split('\n')).toEqual([
        './make-ledger.sh',
        '/logs/artifacts/lines',
        '/logs/artifacts/lines.txt',
        '/logs/artifacts/sub/deep',
        '/tests/test.sh',
      ])
      expect(grade.integrity).toEqual([
        '/logs/verifier/reward.json was there before the verifier',
        '/tests/helper was there before the verifier',
        'the artifact /workspace/total.txt is no file or folder',
        'a link was left out of the artifact /logs/artifacts: users',
      ])
    })

    test('an artifact without measure is not taken', async () => {
      const commands = ['truncate -s 300000000 total.txt', 'truncate -s 200T /logs/artifacts/hole']

      const grade = await play(commands, { variant: 'separate' })

      expect(grade.rewards).toEqual({ reward: 0 })
      expect(grade.integrity.join()).toContain(
        'the artifact /workspace/total.txt is larger than 256 MiB',
      )
    })

    test('a healthcheck that fails opens no episode', async () => {
      const toml = `[environment]
allow_internet = false
healthcheck = { command = "echo not yet; exit 7", retries = 2, interval_sec = 0.01 }
`
      await expect(open({ files: { 'task.toml': toml } })).rejects.toMatchObject({
        name: 'EnvError',
        message: expect.stringMatching(/its healthcheck fails with exit code 7: not yet$/),
      })
    })
  })
}
