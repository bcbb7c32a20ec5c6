import { expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { random } from '../../../agents/random.ts'
import { checkEnv, createManualClock, createRng, make, rollout } from '../../../core/index.ts'
import { directionOf } from '../directions.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { pushesLeft } from './distances.ts'
import { sokoban } from './env.ts'
import { canonical } from './generate.ts'
import { solver } from './gold.ts'
import { naivePushes } from './naive.suite.ts'
import { positionOf } from './room.ts'

describeTextEnv(sokoban, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
})

describeKnobs(sokoban, {
  extremes: [
    { width: 10, height: 10, boxes: 5, pushes: 12 },
    { width: 10, height: 10, boxes: 1, pushes: 12 },
    { width: 5, height: 5 },
    { width: 5, height: 5, boxes: 5 },
    { difficulty: 'hard', width: 5, height: 6 },
    { boxes: 1 },
  ],
})

/** One step from a drawn room; `from` is the room that progress is measured from. */
async function stepIn(rows: readonly string[], action: string, from = rows) {
  const position = positionOf(rows.join('\n'))
  const initial = pushesLeft(positionOf(from.join('\n')))
  const state = { ...position, left: pushesLeft(position), initial }
  const options = { difficulty: 'standard', instances: 10, density: 1, brief: false }
  const context = { options, rng: createRng(0), clock: createManualClock(), signal: undefined }
  const step = await sokoban.step(state, action, context)
  return { ...step, state }
}

test('pushes a box, and says so', async () => {
  const step = await stepIn(['#######', '#@$-.-#', '#-----#', '#######'], 'right')

  expect(step.observation).toBe(
    'You push a box right. Boxes on goals: 0 of 1.\n#######\n#-@$.-#\n#-----#\n#######',
  )
  expect(step.signals).toEqual({
    solved: false,
    progress: 0.5,
    milestone: 0.5,
    boxesOnGoals: 0,
    deadlocked: false,
  })
})

test('ends when the last box is on a goal, drawn as one on a goal', async () => {
  const step = await stepIn(['######', '#@$.*#', '######'], 'right')

  expect(step).toMatchObject({ terminated: true, signals: { solved: true, progress: 1 } })
  expect(step.observation).toMatch(/solved\.\n######\n#-@\*\*#\n######$/)
})

test.each([
  ['up', 'there is a wall above you (you can go right)'],
  ['left', 'the box to your left stands against a wall (you can go right)'],
  ['down', 'the box below you stands against a box (you can go right)'],
])('refuses to go %s', async (action, reason) => {
  const rows = ['#####', '#$@-#', '#-$-#', '#.$.#', '#-.-#', '#####']
  const before = positionOf(rows.join('\n'))

  const step = await stepIn(rows, action)

  expect(step.observation).toBe(`Invalid move: ${reason}.`)
  expect(step.state).toMatchObject(before)
})

test.each([
  ['in a corner', ['######', '#-@$-#', '#--.-#', '######'], 'right'],
  ['along a wall without a goal', ['######', '#----#', '#-$--#', '#-@.-#', '######'], 'up'],
])('tells that a box is stuck %s, and plays on', async (_, rows, action) => {
  const step = await stepIn(rows, action)

  expect(step).toMatchObject({
    terminated: false,
    signals: { solved: false, progress: 0, deadlocked: true },
  })
  expect(solver()(step.state)).toBeNull()
})

test('tells that two boxes have one goal between them', async () => {
  const before = ['######', '#.$--#', '#--$-#', '#.-@-#', '######']

  const step = await stepIn(before, 'up')

  expect(pushesLeft(positionOf(before.join('\n')))).toBeGreaterThan(0)
  expect(step.signals).toMatchObject({ progress: 0, deadlocked: true })
})

test.each([
  ['up', ['up', 'u', ' UP. ', 'north', '↑', '⬆️', 'ArrowUp', 'push up', 'Move up!', 'go north']],
  ['down', ['down', 'd', '[down]', 'south', '↓', 'push the box down', 'Action: down']],
  ['left', ['left', 'l', '**left**', 'west', '←', 'move to the left', 'I walk left']],
  ['right', ['right', 'r', '"right"', 'east', '→', 'please go right', 'ＲＩＧＨＴ']],
  [null, [...'wasne']],
  [null, ['', 'up up', 'up left', 'uu', 'lurd', 'jump', '5', 'a box', 'not up', 'up, then right']],
])('understands %s', (direction, commands) => {
  for (const command of commands)
    expect([command, directionOf(command)]).toEqual([command, direction])
})

test('tells the fewest pushes of a task, which no policy sees', async () => {
  await using env = await make(sokoban)
  for (let seed = 0; seed < 20; seed++) {
    const { observation, info } = await env.reset({ seed })
    const drawing = observation.slice(observation.lastIndexOf('\n\n') + 2)

    expect(info['optimalPushes']).toBe(naivePushes(drawing))
  }
})

test('is solved from wherever it can still be solved, off the plan as well', async () => {
  await using env = await make(sokoban)
  let resumed = 0
  for (let seed = 0; seed < 40; seed++) {
    await env.reset({ seed })
    const gold = env.runner?.gold?.()
    const rng = createRng(seed)
    let solvable = true
    let ended = false
    for (let step = 0; step < 80 && solvable && !ended; step++) {
      const advice = (await gold?.()) ?? null
      solvable = advice !== null
      if (advice === null) break
      // Follows, strays, and follows again.
      const action = step > 10 && step < 15 ? env.actionSpace.sample(rng) : String(advice)
      ended = (await env.step(action)).terminated
    }
    expect(ended || !solvable).toBe(true)
    if (ended) resumed++
  }
  expect(resumed).toBeGreaterThan(25)
})

test('pays progress for what stands at the end, however often a box went to and fro', async () => {
  await using env = await make(sokoban, { reward: 'dense', options: { difficulty: 'easy' } })
  for (let seed = 0; seed < 30; seed++) {
    const { turns } = await rollout(env, random, { seed })

    const paid = turns.reduce((sum, turn) => sum + (turn.rewards['progress'] ?? 0), 0)

    const { progress, solved } = turns.at(-1)?.signals ?? {}
    expect(paid).toBeCloseTo(Number(progress))
    expect(progress === 1).toBe(solved)
  }
})

test('shows the room alone where that is asked for', async () => {
  await using env = await make(sokoban, { options: { brief: true } })
  const { observation } = await env.reset({ seed: 1 })
  const { turns } = await rollout(env, oracle, { seed: 1 })

  for (const seen of [observation, ...turns.map((turn) => String(turn.observation))]) {
    expect(seen).toMatch(/^[#\-.$*@+\n]+$/)
    expect(seen).toHaveLength(41)
  }
})

test('keeps its contract in other rooms as well', async () => {
  const options = { width: 7, height: 5, boxes: 2, pushes: 4, instances: 30 }

  expect((await checkEnv(sokoban, { options, seeds: 2 })).passed).toBe(true)
})

test.each([
  [{ width: 5, height: 5, boxes: 5 }, '5 boxes in a room of 5x5 (give boxes of at most 2'],
  [{ pushes: 12 }, '12 pushes in a room of 6x6 with boxes: 2 (give pushes of at most 4'],
])('refuses what hardly any room has: %o', async (options, reason) => {
  await using env = await make(sokoban, { options })

  await expect(env.reset({ seed: 0 })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining(reason),
  })
})

test('calls rooms one that are the same turned or mirrored', () => {
  const rows = ['#####', '#.--#', '#-#-#', '#####']
  const other = ['#####', '#-.-#', '#-#-#', '#####']
  const mirrored = rows.map((row) => [...row].reverse().join(''))
  const upright = Array.from('12345', (_, at) => rows.map((row) => row[at]).join(''))

  for (const same of [mirrored, rows.toReversed(), upright, upright.toReversed()]) {
    expect(canonical(same.join('\n'))).toBe(canonical(rows.join('\n')))
  }
  expect(canonical(other.join('\n'))).not.toBe(canonical(rows.join('\n')))
})
