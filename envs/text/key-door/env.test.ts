import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { random } from '../../../agents/random.ts'
import { type Agent, createManualClock, createRng, make, rollout } from '../../../core/index.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { actionsLeft, type CorridorState, drawCorridor, everyCorridor } from './corridor.ts'
import { keyDoor } from './env.ts'
import { explorer } from './explore.ts'
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

/** A position made by hand, played by some commands. */
function play(position: Partial<CorridorState>, said: readonly string[]) {
  const state = { keys: '', door: 0, colour: 'r', at: 0, carried: '.', open: false, ...position }
  const began: CorridorState = { ...state, far: actionsLeft({ ...state, far: 0 }) }
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
    'You take the blue key. You are in room 1 of 3. There is nothing here. You carry the blue key.',
    'You go right. You are in room 2 of 3. Here is the locked red door. You carry the blue key.',
    'Invalid move: the blue key does not fit this door.',
    'You go right. You are in room 3 of 3. Here is a red key. You carry the blue key.',
    'You take the red key, and leave the blue one. You are in room 3 of 3. Here is a blue key. You carry the red key.',
    'You go left. You are in room 2 of 3. Here is the locked red door. You carry the red key.',
    'The key fits: the door is open.',
  ])
  expect(began).toMatchObject({ keys: '..b', open: true })
  expect(steps.at(-1)).toMatchObject({ terminated: true, signals: { solved: true, progress: 1 } })
})

test('refuses what the room does not allow, and changes nothing', () => {
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
    'Invalid move: the corridor ends here, you can only go right.',
    'Invalid move: there is no red key in this room.',
    'Invalid move: there is no door in this room.',
    'Invalid move: "dance" is no single command (say left, right, take or unlock).',
    'Invalid move: "left right" is no single command (say left, right, take or unlock).',
    'Invalid move: there is no key in this room.',
    'Invalid move: the door is locked, and you carry no key.',
    'Invalid move: the corridor ends here, you can only go left.',
  ])
  expect(began).toMatchObject({ keys: 'b.r', at: 0, carried: '.', open: false })
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

test.each(['', 'key', 'left left', 'take and unlock', 'lr', 'constructor', 'go'])(
  'reads %j as no command',
  (said) => {
    expect(commandOf(said)).toBeNull()
  },
)

test('counts the fewest actions as breadth-first search finds them, where no decoy lies', () => {
  for (const corridor of everyCorridor({ rooms: 5, decoys: 0, start: 29 })) {
    const state = { ...corridor, carried: '.', open: false, far: 1 }

    expect(actionsLeft(state)).toBe(searched(state))
  }
})

test('counts the fewest actions among decoys, too', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const knobs = { rooms: 5, decoys: 2, start: 29 }
      const drawn = drawCorridor(createRng(seed), knobs, () => true)
      if (!drawn) throw new Error('nothing drawn')
      const state = { ...drawn, carried: '.', open: false, far: 1 }

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
  await using env = await make(keyDoor, { reward: 'dense', options: { rooms: 8 } })
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 20 }), async (seed, turns) => {
      await env.reset({ seed })
      const start = await env.stateHash()
      const away = (await env.step('left')).info['invalid'] ? 'right' : 'left'
      await env.reset({ seed })
      let paid = 0
      for (let turn = 0; turn < turns; turn++) {
        paid += (await env.step(away)).reward
        paid += (await env.step(away === 'left' ? 'right' : 'left')).reward
      }

      expect(paid).toBeCloseTo(0)
      expect(await env.stateHash()).toBe(start)
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
        const knobs = { rooms, decoys: Math.min(most, rooms - 1), start: 29 }
        const drawn = drawCorridor(createRng(seed), knobs, () => true)
        if (!drawn) throw new Error('nothing drawn')
        const state = { ...drawn, carried: '.', open: false, far: 1 }
        const act = explorer()
        let steps = 0
        for (; !state.open; steps++) keyDoor.step(state, act(blinkered(state)), context)

        expect(steps).toBeLessThanOrEqual(3 * (rooms - 1) + 2)
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
    const corridors = everyCorridor({ rooms: 6, decoys: 0, start })
    const distances = corridors.map(({ keys, at }) => Math.abs(keys.indexOf('r') - at))

    expect(Math.max(...distances)).toBe(start)
  }
})

test('is hard for chance: five rooms, twelve steps', async () => {
  await using env = await make(keyDoor, { maxEpisodeSteps: 12 })
  let won = 0
  for (let seed = 0; seed < 500; seed++) {
    const { turns } = await rollout(env, random as Agent<string, string>, { seed })
    if (turns.at(-1)?.terminated) won++
  }

  expect(won).toBeLessThan(50)
})

test('says in brief the room, its key, its door and what is carried', async () => {
  await using env = await make(keyDoor, { options: { brief: true } })
  const { observation } = await env.reset({ seed: 3 })
  const { turns } = await rollout(env, oracle as Agent<string, string>, { seed: 3 })
  const seen = turns.map((turn) => turn.observation)

  expect(observation).toMatch(/^5r [1-5][r.][r.]\.$/)
  expect(seen.slice(0, -1).join(' ')).toMatch(/^([1-5][r.][r.][r.] ?)+$/)
  expect(seen.at(-1)).toBe('!')
})

test('refuses more decoys than it has rooms for', async () => {
  await using env = await make(keyDoor, { options: { rooms: 3, decoys: 3 } })

  await expect(env.reset({ seed: 0 })).rejects.toThrow(
    'Cannot place 3 decoys beside the key in 3 rooms',
  )
})
