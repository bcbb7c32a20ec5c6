import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { random } from '../../../agents/random.ts'
import { type Agent, createManualClock, createRng, make, rollout } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { actionsLeft, actionsToExplore, type CorridorState } from './corridor.ts'
import { keyDoor } from './env.ts'
import { explorer } from './explore.ts'
import { drawCorridor, fewCorridors, type Knobs } from './layouts.ts'
import { commandOf } from './parse.ts'

describeTextEnv(keyDoor, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
})

const context = {
  options: { difficulty: 'standard', density: 1, instances: 1, brief: false },
  rng: createRng(0),
  clock: createManualClock(),
  signal: undefined,
}

const small: Knobs = { rooms: 5, decoys: 0, start: 29, apart: 1, spare: 0 }
const every = (knobs: Partial<Knobs>) => fewCorridors({ ...small, ...knobs }) ?? []
/** Far from the last command. */
const unhurried = { carried: '.', open: false, far: 1, left: 1000 }

/** A position made by hand, played by some commands. */
function play(position: Partial<CorridorState>, said: readonly string[]) {
  const state = { ...unhurried, keys: '', door: 0, colour: 'r', at: 0, left: 20, ...position }
  const began: CorridorState = { ...state, far: actionsLeft(state) }
  type Result = { observation: string; terminated?: boolean; signals: Record<string, unknown> }
  return { steps: said.map((action) => keyDoor.step(began, action, context) as Result), began }
}

test('opens the door with its key alone, and leaves a key where another is taken', () => {
  const { steps, began } = play({ keys: 'b.r', door: 1, at: 0 }, [
    'take',
    'right',
    'unlock',
    'right',
    'take the red key',
    'left',
    'open the door',
  ])

  expect(steps.map(({ observation }) => observation)).toEqual([
    'You take the blue key. You are in room 1 of 3. There is nothing here. You carry the blue key. 19 commands left.',
    'You go right. You are in room 2 of 3. Here is the locked red door. You carry the blue key. 18 commands left.',
    'Nothing happens: the blue key does not fit this door. 17 commands left.',
    'You go right. You are in room 3 of 3. Here is a red key. You carry the blue key. 16 commands left.',
    'You take the red key, and leave the blue one. You are in room 3 of 3. Here is a blue key. You carry the red key. 15 commands left.',
    'You go left. You are in room 2 of 3. Here is the locked red door. You carry the red key. 14 commands left.',
    'The key fits: the door is open.',
  ])
  expect(began).toMatchObject({ keys: '..b', open: true })
  expect(steps.at(-1)).toMatchObject({ terminated: true, signals: { solved: true, progress: 1 } })
})

test('changes nothing by what the room does not allow, at the cost of a command', () => {
  const { steps, began } = play({ keys: 'b.r', door: 1, at: 0 }, [
    'left',
    'take the red key',
    'unlock',
    'dance',
    'left right',
  ])
  const bare = play({ keys: 'b.r', door: 1, at: 1 }, ['take', 'unlock'])
  const end = play({ keys: 'b.r', door: 1, at: 2 }, ['right'])

  expect([...steps, ...bare.steps, ...end.steps].map(({ observation }) => observation)).toEqual([
    'Nothing happens: the corridor ends here, you can only go right. 19 commands left.',
    'Nothing happens: there is no red key in this room. 18 commands left.',
    'Nothing happens: there is no door in this room. 17 commands left.',
    'Invalid move: "dance" is no single command (say left, right, take or unlock).',
    'Invalid move: "left right" is no single command (say left, right, take or unlock).',
    'Nothing happens: there is no key in this room. 19 commands left.',
    'Nothing happens: the door is locked, and you carry no key. 18 commands left.',
    'Nothing happens: the corridor ends here, you can only go left. 19 commands left.',
  ])
  expect(began).toMatchObject({ keys: 'b.r', at: 0, carried: '.', open: false, left: 17 })
})

test.each([
  ['left', 'left', null],
  ['L', 'left', null],
  ['Go to the right!', 'right', null],
  ['T', 'take', null],
  ['pick up the Blue key', 'take', 'b'],
  ['unlock the door with my red key', 'unlock', 'r'],
  ['o', 'unlock', null],
])('reads %j as %s', (said, verb, colour) => {
  expect(commandOf(said)).toEqual({ verb, colour })
})

test.each(['', 'key', 'left left', 'take and unlock', 'lr', 'constructor', 'go', 'w', 'e', 'go e'])(
  'reads %j as no command',
  (said) => {
    expect(commandOf(said)).toBeNull()
  },
)

test('counts the fewest actions as breadth-first search finds them, where no decoy lies', () => {
  for (const corridor of [...every({}), ...every({ decoys: 2, rooms: 4 })]) {
    const state = { ...corridor, ...unhurried }

    expect(actionsLeft(state)).toBe(searched(state))
  }
})

test('counts the fewest actions among decoys, too', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const drawn = drawCorridor(createRng(seed), { ...small, decoys: 2 }, () => true)
      if (!drawn) throw new Error('nothing drawn')
      const state = { ...drawn, ...unhurried }

      expect(actionsLeft(state)).toBe(searched(state))
    }),
    { numRuns: 60 },
  )
})

/** By playing every command from every position, with the env's own steps and nothing of its distances. */
function searched(from: CorridorState): number {
  const known = new Set([JSON.stringify(from)])
  let front = [from]
  for (let depth = 1; front.length > 0; depth++) {
    const next: CorridorState[] = []
    for (const state of front) {
      for (const action of ['left', 'right', 'take', 'unlock']) {
        const after = { ...state }
        keyDoor.step(after, action, context)
        after.left = state.left
        if (after.open) return depth
        const key = JSON.stringify(after)
        if (known.has(key)) continue
        known.add(key)
        next.push(after)
      }
    }
    front = next
  }
  throw new Error('the door cannot be opened')
}

test('pays nothing in sum for walking to and fro', async () => {
  await using env = await make(keyDoor, { reward: 'dense', options: { rooms: 8, spare: 30 } })
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 20 }), async (seed, turns) => {
      await env.reset({ seed })
      const { observation } = await env.step('left')
      const away = observation.startsWith('Nothing happens') ? 'right' : 'left'
      await env.reset({ seed })
      let paid = 0
      for (let turn = 0; turn < turns; turn++) {
        paid += (await env.step(away)).reward
        paid += (await env.step(away === 'left' ? 'right' : 'left')).reward
      }

      expect(paid).toBeCloseTo(0)
    }),
    { numRuns: 20 },
  )
})

test('is won by a player who looks at nothing but its room', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 2, max: 30 }),
      fc.nat({ max: 7 }),
      (seed, rooms, most) => {
        const knobs = { ...small, rooms, decoys: Math.min(most, rooms - 1) }
        const drawn = drawCorridor(createRng(seed), knobs, () => true)
        if (!drawn) throw new Error('nothing drawn')
        const state = { ...drawn, ...unhurried }
        const act = explorer()
        let steps = 0
        for (; !state.open; steps++) keyDoor.step(state, act(blinkered(state)), context)

        expect(steps).toBeLessThanOrEqual(actionsToExplore(rooms))
      },
    ),
  )
})

/** The state with everything gone that the player does not see. */
function blinkered(state: CorridorState): CorridorState {
  const { keys, at, door } = state
  const seen = keys.charAt(at)
  return {
    ...state,
    keys: `${'?'.repeat(at)}${seen}${'?'.repeat(keys.length - at - 1)}`,
    door: door === at ? door : -1,
  }
}

test('starts as near to the key as it is told', () => {
  for (const start of [0, 1, 3]) {
    const corridors = every({ rooms: 6, start })
    const distances = corridors.map(({ keys, at }) => Math.abs(keys.indexOf('r') - at))

    expect(Math.max(...distances)).toBe(start)
  }
})

test('lies as far from key to door as it is told', () => {
  for (const apart of [1, 3, 5]) {
    const distances = every({ rooms: 6, apart }).map(({ keys, door }) =>
      Math.abs(keys.indexOf('r') - door),
    )

    expect(Math.min(...distances)).toBe(apart)
  }
})

test('lists every layout once, decoys in all places', () => {
  const layouts = every({ rooms: 4, decoys: 1 }).map(({ keys, colour, door, at }) =>
    [
      [...keys].map((key) => (key === '.' ? '.' : key === colour ? 'k' : 'd')).join(''),
      door,
      at,
    ].join(),
  )

  // Key, door elsewhere, decoy beside the key, start.
  expect(new Set(layouts).size).toBe(4 * 3 * 3 * 4)
  expect(layouts.length).toBe(4 * 3 * 3 * 4)
  expect(fewCorridors({ ...small, rooms: 12, decoys: 4 })).toBeNull()
})

test('shuts the door for good after the last command, failed ones included', () => {
  const { steps } = play({ keys: 'r..', door: 1, at: 0, left: 3 }, ['left', 'take', 'right'])
  const failed = play({ keys: 'r..', door: 1, at: 0, left: 1 }, ['unlock'])
  const inTime = play({ keys: '...', door: 1, at: 1, carried: 'r', left: 1 }, ['unlock'])

  expect(steps.map(({ terminated }) => terminated)).toEqual([false, false, true])
  expect(steps.at(-1)?.observation).toBe(
    'You go right. That was your last command: the door in room 2 stays shut. Its key is in your hands.',
  )
  expect(steps.at(-1)?.signals).toMatchObject({ solved: false })
  expect(failed.steps[0]).toMatchObject({
    terminated: true,
    observation: expect.stringMatching(/the door in room 2 stays shut\. Its key is in room 1\.$/),
  })
  expect(inTime.steps[0]).toMatchObject({ terminated: true, signals: { solved: true } })
})

test.each([
  ['standard', 0.1],
  ['hard', 0.01],
])('is hard for chance on %s: at most %s of random episodes are won', async (difficulty, most) => {
  await using env = await make(keyDoor, { options: { difficulty } })
  const episodes = 3000
  let won = 0
  for (let seed = 0; seed < episodes; seed++) {
    const { turns } = await rollout(env, random as Agent<string, string>, { seed })
    if (turns.at(-1)?.signals?.['solved'] === true) won++
  }

  expect(won / episodes).toBeLessThanOrEqual(most)
})

test('says in brief the room, its key, its door and what is carried', async () => {
  await using env = await make(keyDoor, { options: { brief: true } })
  const { observation } = await env.reset({ seed: 3 })
  const { turns } = await rollout(env, oracle as Agent<string, string>, { seed: 3 })
  const seen = turns.map((turn) => turn.observation)

  expect(observation).toMatch(/^5r [1-5][r.][r.]\. 20$/)
  expect(seen.slice(0, -1).join(' ')).toMatch(/^([1-5][r.][r.][r.] \d+ ?)+$/)
  expect(seen.at(-1)).toBe('!')
})

test.each([
  [
    { decoys: 7 },
    '7 decoys and the key do not fit into 5 rooms (give decoys as well as rooms, at most 4)',
  ],
  [{ rooms: 2 }, 'no two of 2 rooms are 2 apart (give apart as well as rooms, at most 1)'],
])('refuses %j, and names what to give', async (options, reason) => {
  const open = async () => {
    await using env = await make(keyDoor, { options })
    await env.reset({ seed: 0 })
  }

  await expect(open()).rejects.toThrow(reason)
})

test.each([
  { rooms: 2, decoys: 1, apart: 1 },
  { rooms: 3, decoys: 2, start: 0 },
])('opens every task of the few that %j has', async (options) => {
  await using env = await make(keyDoor, { options })
  const tasks = (await env.runner?.tasks?.()) ?? []

  for (const { id } of tasks) await env.reset({ task: id })

  expect(tasks.length).toBeGreaterThan(1)
})

describeKnobs(keyDoor)
