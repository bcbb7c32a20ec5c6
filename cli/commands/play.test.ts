import { spawnSync } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Trajectory } from '../../core/index.ts'
import { readDemonstrations, readRun } from '../../runs/index.ts'
import { envSource, folderWith, palaestra, startPalaestra } from '../palaestra.suite.ts'

// Each test starts the program several times.
vi.setConfig({ testTimeout: 90_000 })

const GUESS = ['text/GuessNumber-v0', '--task', 'standard/train/2'] as const

/** Plays lines that come through a pipe. */
function played(lines: readonly string[], ...argv: readonly string[]) {
  const running = startPalaestra('play', ...argv)
  running.child.stdin?.end(lines.map((line) => `${line}\n`).join(''))
  return running.finished
}

/** The program where its standard output takes nothing. */
function intoFull(argv: readonly string[]) {
  const started = ['--conditions=palaestra-source', '--import', 'tsx', 'cli/main.ts', ...argv]
  const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const
  return spawnSync(process.execPath, started, { encoding: 'utf8', stdio: [...stdio] })
}

/** A corridor of three steps, each a `+`; `observation` is the source of what it answers. */
const corridor = (observation = "'at ' + state.at") => `import { defineEnv, text } from 'palaestra'
import { progress, solved, weighted } from 'palaestra/rewards'

export const corridor = defineEnv({
  id: 'test/Corridor-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved(), dense: weighted({ solved: [1, solved()], progress: [0.5, progress()] }) },
  maxEpisodeSteps: 6,
  reset: () => ({ state: { at: 0 }, observation: 'A corridor.\\u001b[2J' }),
  step(state, action) {
    if (action === 'break') { state.at = 2; throw new Error('the corridor fell down') }
    if (action === '+') state.at++
    if (action === '/') state.at = 3
    const done = state.at >= 3
    return {
      observation: ${observation},
      signals: { solved: done, progress: state.at / 3 },
      terminated: done || action === 'lose',
    }
  },
  gold: ({ at }) => Array.from({ length: 3 - at }, () => '+'),
})
`

test('plays the lines of a pipe, and shows observations, rewards with their parts, and the end', async () => {
  const folder = await folderWith({ 'env.ts': corridor() })

  const { code, stdout, stderr } = await played(['+', 'wait', '+', '+'], join(folder, 'env.ts'))

  expect([code, stderr]).toEqual([0, ''])
  expect(stdout.split('\n')).toEqual([
    'test/Corridor-v0, seed 0',
    'reward dense, at most 6 turns',
    '',
    'A corridor.␛[2J',
    '> +',
    'at 1',
    'reward 0.167 (progress 0.333), total 0.167, turn 1 of 6',
    '> wait',
    'at 1',
    'reward 0, total 0.167, turn 2 of 6',
    '> +',
    'at 2',
    'reward 0.167 (progress 0.333), total 0.333, turn 3 of 6',
    '> +',
    'at 3',
    'reward 1.167 (solved 1, progress 0.333), total 1.5, turn 4 of 6',
    'Won: return 1.5 in 4 turns.',
    '/new plays another one, /restart this one again, /undo goes back.',
    'Not saved: an episode of 4 turns.',
    '',
  ])
})

test('a saved episode is one of a run: the moves that no undo took back, under the default reward', async () => {
  const folder = await folderWith({ 'env.ts': corridor() })
  const env = join(folder, 'env.ts')
  const out = join(folder, 'mine')

  const { stdout } = await played(
    ['+', 'lose', '/undo', 'wait', '/undo 1', '+', '+', '/save', '/save', '/undo 9', '//', '/save'],
    ...[env, '--seed', '4', '--out', out],
  )
  const again = await played(['/', '/new 4', '+', '+', '+', '/save'], env, '--out', out)
  const rescored = await palaestra('rescore', out, '--json')
  const replayed = await palaestra('replay', out, '--json')
  const report = await palaestra('report', out, '--json')

  expect(stdout).toContain('Lost: return')
  expect(stdout).toContain('Took 1 move back: total 0.167 (progress 0.333), turn 1 of 6.')
  expect(stdout).toContain(`Cannot save the episode twice: it is in ${out} already, as e000000`)
  expect(again.stdout).toContain('There is no command /')
  expect(again.stdout).toContain(`Cannot save the episode twice: it is in ${out} already`)
  const { file, trajectories } = await readRun(out)
  const stored: Trajectory[] = []
  for await (const trajectory of trajectories()) stored.push(trajectory)
  expect(file).toMatchObject({
    status: 'complete',
    config: { agent: 'human', episodes: 2, reward: 'sparse' },
    summary: { success: { rate: 1 } },
  })
  expect(stored).toMatchObject([
    {
      ...{ id: 'e000000', group: 'g000000', agent: 'human', seed: 4 },
      turns: [{ action: '+' }, { action: '+' }, { action: '+', terminated: true }],
      outcome: { status: 'completed', reward: { status: 'scored', value: 1 } },
    },
    { id: 'e000001', turns: [{ action: '/' }] },
  ])
  expect(JSON.parse(rescored.stdout)).toMatchObject({ episodes: 2, linesWritten: 0 })
  expect(JSON.parse(replayed.stdout)).toMatchObject({ episodes: 2, equal: 2 })
  expect(JSON.parse(report.stdout).runs[0]).toMatchObject({ episodes: 2, notes: [] })
})

test('with a hint an episode is not called the own, and to undo it does not change that', async () => {
  const folder = await folderWith()
  const out = join(folder, 'mine')

  const { stdout } = await played(
    ['/hint', '10', '/undo', '/restart', '15', '/score', '/save', '/new', '1', `/save ${out}`],
    ...[...GUESS, '--out', join(folder, 'other')],
  )

  expect(stdout).toContain('Hint: 10\n')
  expect(stdout).toContain('turn 1 of 100, played with hints')
  const agents: string[] = []
  for (const dir of ['other', 'mine']) {
    for await (const { agent } of (await readRun(join(folder, dir))).trajectories())
      agents.push(agent)
  }
  expect(agents).toEqual(['human+hints', 'human'])
  const demonstrations = await readDemonstrations(out)
  for await (const trajectory of demonstrations) expect(trajectory).toBeUndefined()
  expect(demonstrations.counts()).toMatchObject({ episodes: 1, kept: 0, below: 1 })
})

test('a folder is of one agent, and a hinted episode is told of another folder, which is then its own', async () => {
  const folder = await folderWith({ 'env.ts': corridor() })
  const [env, out] = [join(folder, 'env.ts'), join(folder, 'mine')]
  const hinted = `${out}-human-hints`

  const { stdout } = await played(
    [
      ...['+', '/save', '/new', '/hint', '+', '/save', `/save ${hinted}`, '+', '/save'],
      ...['/new', '+', '/save', `/save ${hinted}`],
    ],
    ...[env, '--out', `${out}`],
  )

  expect(stdout).toContain('Hint: +')
  expect(stdout).toContain(
    `Cannot save the episode in ${out}: it holds a run of the agent human, and this is one of human+hints (/save ${hinted})`,
  )
  expect(stdout).toContain(`${hinted}: it holds a run of the agent human+hints, and this is one of`)
  for (const [dir, agent] of [
    [out, 'human'],
    [hinted, 'human+hints'],
  ] as const) {
    const { file, trajectories } = await readRun(dir)
    expect(file.config).toMatchObject({ agent, episodes: 2 })
    for await (const trajectory of trajectories()) expect(trajectory.agent).toBe(agent)
  }
})

test('a word of the game without its slash is an action, and the slash is told; a long line is shown in part', async () => {
  const long = 'x'.repeat(1_000_000)

  const { code, stdout } = await played(['quit', ' Undo', long, '/quit'], ...GUESS)

  expect(code).toBe(0)
  expect(stdout).toMatch(/> quit\nInvalid move: .*\n.*\nTo leave, type \/quit\.\n/)
  expect(stdout).toContain("turn 2 of 100\nThe game's own command has a slash: /undo.\n")
  expect(stdout).toContain(`> ${'x'.repeat(200)}…\nInvalid action: a command has at most 1,000`)
})

test.skipIf(!existsSync('/dev/full'))(
  'output that cannot be written is one line and exit code 1',
  async () => {
    const folder = await folderWith()
    const commands = [
      ['play', ...GUESS],
      ['env:text', '--episodes', '2', '--json', '--quiet', '--out', join(folder, 'run')],
    ]

    for (const argv of commands) {
      expect(intoFull(argv)).toMatchObject({
        status: 1,
        stderr: 'Cannot write the output: no space left on device (send it elsewhere)\n',
      })
    }
  },
)

test('an episode that comes out otherwise when it is played again is told and not saved', async () => {
  const folder = await folderWith({ 'env.ts': corridor('String(performance.now())') })

  const { code, stdout } = await played(
    ['+', '+', '/save'],
    ...[join(folder, 'env.ts'), '--out', join(folder, 'mine')],
  )

  expect(code).toBe(0)
  expect(stdout).toContain(
    'Cannot save the episode: played again, turn 1 is answered otherwise (the env is not the same twice)',
  )
  await expect(readRun(join(folder, 'mine'))).rejects.toThrow('no such file or folder')
})

test('what is of another run, or no run at all, is not written to', async () => {
  const folder = await folderWith({ 'notes.txt': 'years of work' })
  const out = join(folder, 'run')
  await palaestra('run', '--env', 'text/GuessNumber-v0', '--episodes', '2', '--out', out, '--quiet')

  const { stdout } = await played(
    ['10', `/save ${out}`, `/save ${folder}`, '/save /proc/mine'],
    ...GUESS,
  )

  expect(stdout).toContain(`Cannot save the episode in ${out}: it holds a run of the agent random`)
  expect(stdout).toContain(`Cannot store the run in ${folder}: the folder is not empty`)
  expect(stdout).toContain('Cannot store the run in /proc/mine: ')
})

test('actions that are no text are lines of JSON; an env whose state is no data says that it has no undo', async () => {
  const { code, stdout } = await played(
    ['ls', '{"command":1}', '/undo', '/undo x', '/hint'],
    'guide/NameFile-v0',
  )

  expect(code).toBe(0)
  expect(stdout).toContain('An action is a line of JSON:\n  {"command":"..."}')
  expect(stdout).toContain('Invalid action: the line is not JSON, such as {"command":"..."}.')
  expect(stdout).toContain('Invalid action: command: expected string')
  expect(stdout).toContain('Cannot undo in guide/NameFile-v0: its state holds more than data')
  expect(stdout).toContain('Hint: {"command":"echo ')
  expect(stdout).toContain('Cannot undo x moves: give a whole number from 1.')
})

test('the task comes from the train split and from the difficulty that is asked for', async () => {
  const hard = await played([], 'text/GuessNumber-v0', '--difficulty', 'hard')
  const task = await played([], 'text/GuessNumber-v0', '--task', 'standard/test/0')
  const short = await played(['1', '1'], ...GUESS, '--max-turns', '1', '--reward', 'sparse')

  expect(hard.stdout).toMatch(/^text\/GuessNumber-v0, task hard\/train\/\d+, seed 0\n/)
  expect(task.stdout).toMatch(/^text\/GuessNumber-v0, task standard\/test\/0, seed 0\n/)
  expect(short.stdout).toContain('reward sparse, at most 1 turn\n')
  expect(short.stdout).toContain('Truncated (limit of 1 steps): return 0 in 1 turn.')
  expect(short.stdout).toContain('The episode has ended: /new, /restart, /undo, /save or /quit.')
})

test('an env that fails ends a pipe with its message and exit code 1', async () => {
  const folder = await folderWith({ 'env.ts': corridor() })

  const { code, stderr } = await played(['+', 'break', '+'], join(folder, 'env.ts'))

  expect([code, stderr]).toEqual([1, 'the corridor fell down\n'])
})

test('Ctrl-C leaves a pipe with 130, and says what is not saved', async () => {
  const running = startPalaestra('play', ...GUESS)
  running.child.stdin?.write('10\n')
  const moved = new Promise<void>((resolve) => {
    running.child.stdout?.on('data', (text: string) => {
      if (text.includes('turn 1 of 100')) resolve()
    })
  })
  await moved

  running.child.kill('SIGINT')
  const { code, stdout } = await running.finished

  expect(code).toBe(130)
  expect(stdout).toContain('Not saved: an episode of 1 turn.')
})

test.each([
  [['text/GuesNumber-v0'], 'did you mean "text/GuessNumber-v0"?'],
  [[], '<env> is missing'],
  [['text/GuessNumber-v0', '--task', 'standard/train/9999'], 'no such task'],
  [['text/GuessNumber-v0', '--difficulty', 'hardd'], 'difficulty'],
  [['text/GuessNumber-v0', '--split', 'trian'], 'did you mean "train"?'],
  [[...GUESS, '--split', 'test'], '--task names one, --split chooses among many'],
  [['text/GuessNumber-v0', '--reward', 'dens'], 'it has no reward "dens"'],
])('play %j is one clear line and exit code 2', async (argv, message) => {
  const { code, stdout, stderr } = await played([], ...argv)

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('what an env prints does not keep it from being played', async () => {
  const folder = await folderWith()
  await writeFile(join(folder, 'env.ts'), envSource(''))

  const { code, stdout } = await played(['anything', '/quit', 'more'], join(folder, 'env.ts'))

  expect(code).toBe(0)
  expect(stdout).toContain('Won: return 1 in 1 turn.')
  expect(stdout).not.toContain('more')
})
