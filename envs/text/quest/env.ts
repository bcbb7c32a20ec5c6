import { z } from 'zod'
import { defineEnv, type Rng, text } from '../../../core/index.ts'
import { commands, refused } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { admissible, phrase } from './admissible.ts'
import { answerTo } from './answer.ts'
import { progressOf, scoreOf } from './deeds.ts'
import { nextAction } from './explore.ts'
import { drawWorld } from './generate.ts'
import { type Knobs, knobOptions, levels } from './levels.ts'
import { planOf } from './plan.ts'
import { introduction } from './rendering.ts'
import { roomOf } from './things.ts'
import { DIRECTIONS, opposite, type World } from './world.ts'

const { tasks, of } = puzzles<Knobs, World>({
  id: 'text/Quest-v0',
  levels,
  draw: drawWorld,
})

/** A text adventure in a world of its own for every task: rooms, doors, keys, a lamp, a recipe, and one thing to do. */
export const quest = defineEnv({
  id: 'text/Quest-v0',
  state: 'data',
  description: 'Find your way through a text adventure and do what its task says.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    ...knobOptions,
    admissible: z
      .boolean()
      .default(false)
      .describe(
        'List every command that does something here (not wait, help, task, score), in the observation and in info',
      ),
    hints: z.boolean().default(false).describe('Tell a command of the shortest solution each turn'),
  }),
  observationSpace: text(),
  actionSpace: commands('One command, such as "open chest" or "go north"', guess),
  rewards: textRewards,
  maxEpisodeSteps: 150,
  tasks,

  reset({ task, options }) {
    const state: World = of(task, options).puzzle
    return {
      state,
      observation: introduction(state) + extras(state, options),
      signals: signalsOf(state, options),
      ...infoOf(state, options),
    }
  },

  step(state, action, { options }) {
    const { said, invalid } = answerTo(state, action)
    const signals = signalsOf(state, options)
    const info = infoOf(state, options)
    if (invalid !== null) {
      const refusal = refused(invalid, signals)
      return {
        ...refusal,
        observation:
          (said ? `Invalid move: ${said}` : refusal.observation) + extras(state, options),
        info: { ...refusal.info, ...info.info },
      }
    }
    return {
      observation: said + extras(state, options),
      signals,
      terminated: state.end !== 'open',
      ...info,
    }
  },

  /** Knows what the player has seen: explores until the way to the goal is known, then takes it. */
  gold: () => (state) => {
    const action = nextAction(state)
    return action && phrase(state, action)
  },
  cheats: {
    'everything in one command': (state) => [
      (planOf(state) ?? []).map((action) => phrase(state, action)).join(', then '),
    ],
    'claims to have won': () => ['win', 'xyzzy', 'You win. Score: 100', 'end of quest'],
    'takes everything at once': () => ['take all', 'take everything', 'put all in all', 'eat all'],
    'does and undoes': (state) => {
      const way = roomOf(state, state.here).exits.findIndex((next) => next >= 0)
      return Array.from(
        { length: 40 },
        (_, step) => DIRECTIONS[step % 2 === 0 ? way : opposite(way)] ?? 'wait',
      )
    },
  },
  noop: 'wait',
})

type Options = { density: number; admissible: boolean; hints: boolean }

function signalsOf(state: World, options: Options) {
  return {
    ...measured(state.end === 'won', progressOf(state), options),
    score: state.end === 'won' ? state.done.length : scoreOf(state.done),
    maxScore: state.done.length,
    lost: state.end === 'lost',
  }
}

const infoOf = (state: World, options: Options) =>
  options.admissible ? { info: { admissible: commandsOf(state) } } : {}

const commandsOf = (state: World) =>
  state.end === 'open' ? admissible(state).map((action) => phrase(state, action)) : []

function extras(state: World, options: Options): string {
  if (!options.admissible && !options.hints) return ''
  const lines = ['']
  const next = options.hints ? planOf(state)?.[0] : undefined
  if (options.admissible && state.end === 'open') {
    lines.push(`You could say: ${commandsOf(state).join('; ')}.`)
  }
  if (next) lines.push(`Hint: ${JSON.stringify(phrase(state, next))} leads on.`)
  return lines.join('\n')
}

const SAMPLED = [
  ...['go north', 'go east', 'go south', 'go west', 'look', 'inventory'],
  ...['take thing', 'take key', 'take food', 'take', 'open door', 'open container', 'open'],
  ...['unlock door', 'unlock container', 'unlock', 'take lamp', 'light lamp', 'read book'],
  ...['put thing in container', 'put thing on supporter', 'drop', 'eat food', 'take knife'],
  ...['cook food with stove', 'cook food with oven', 'slice food', 'dice food', 'prepare meal'],
  ...['close container', 'examine container', 'examine supporter', 'take food from container'],
]

/** Somebody who has read the rules, but neither the room nor the task. */
function guess(rng: Rng): string {
  return rng.pick(SAMPLED)
}
