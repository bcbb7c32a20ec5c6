import { z } from 'zod'
import {
  ConfigError,
  createRng,
  defineEnv,
  deriveSeed,
  type Rng,
  text,
} from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { type Question, questionIn } from './parse.ts'
import { holds, PROPERTIES } from './properties.ts'
import { bestQuestion, guessOf, questionOf, questionsFor } from './solve.ts'
import { THINGS } from './things.ts'

type Knobs = { things: number; properties: number; questions: number }
type Puzzle = { secret: number; things: readonly number[]; properties: readonly number[] }
/** Things and properties by number; `left` are those that every answer fits, of `of` at first. */
type State = { secret: number; left: number[]; of: number; properties: number[]; questions: number }

const ALL_THINGS = [...THINGS.keys()]
const ALL_PROPERTIES = [...PROPERTIES.keys()]
/** More are not told by name. */
const MOST_TOLD = 40

const levels = {
  easy: { things: 12, properties: 30, questions: 10 },
  standard: { things: THINGS.length, properties: PROPERTIES.length, questions: 20 },
  hard: { things: THINGS.length, properties: 40, questions: 12 },
}

const { tasks, of } = puzzles<Knobs, Puzzle>({
  id: 'text/TwentyQuestions-v0',
  levels,
  check: refuseTooFew,
  all({ things, properties, questions }) {
    if (things < THINGS.length || properties < PROPERTIES.length) return null
    return ALL_THINGS.map((secret) => ({
      secret,
      things: ALL_THINGS,
      properties: ALL_PROPERTIES,
    })).filter((puzzle) => isSolvable(puzzle, questions))
  },
  draw(rng, knobs, wants) {
    const secret = rng.int(THINGS.length)
    if (!wants(THINGS[secret]?.name)) return null
    const puzzle = drawnFor(secret, rng, knobs)
    return isSolvable(puzzle, knobs.questions) ? puzzle : null
  },
  content: ({ secret }) => THINGS[secret]?.name,
})

const isSolvable = ({ secret, things, properties }: Puzzle, questions: number) =>
  questionsFor(secret, things, properties, questions) <= questions
const inOrder = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)
const some = (rng: Rng, items: readonly number[], count: number) =>
  count >= items.length ? items : rng.shuffle(items).slice(0, count)

function drawnFor(secret: number, rng: Rng, { things, properties }: Knobs): Puzzle {
  const others = ALL_THINGS.filter((thing) => thing !== secret)
  return {
    secret,
    things: inOrder([secret, ...some(rng, others, things - 1)]),
    properties: inOrder(some(rng, ALL_PROPERTIES, properties)),
  }
}

const TRIED = 100
/** Where fewer draws can be solved, it takes long to find one. */
const SHARE = 0.25
const fewest = new Map<string, number>()

/** The questions with which enough of what is drawn can be solved. */
function fewestQuestions(knobs: Knobs): number {
  const key = `${knobs.things}/${knobs.properties}`
  const known = fewest.get(key)
  if (known !== undefined) return known
  const rng = createRng(deriveSeed(0, 'text/TwentyQuestions-v0', 'tried', key))
  const needed = Array.from({ length: TRIED }, () => {
    const { secret, things, properties } = drawnFor(rng.int(THINGS.length), rng, knobs)
    return questionsFor(secret, things, properties)
  })
  const questions = needed.toSorted((a, b) => a - b)[Math.ceil(SHARE * TRIED) - 1] ?? 1
  fewest.set(key, questions)
  return questions
}

function refuseTooFew(knobs: Knobs): void {
  const least = fewestQuestions(knobs)
  if (knobs.questions >= least) return
  throw new ConfigError(
    `Cannot make text/TwentyQuestions-v0: ${knobs.questions} questions hardly ever find one of ${knobs.things} things by ${knobs.properties} properties (give questions from ${least} on, or fewer things)`,
  )
}

/** Find out what thing it is by questions that are answered with yes or no. */
export const twentyQuestions = defineEnv({
  id: 'text/TwentyQuestions-v0',
  state: 'data',
  description: 'Find out what thing is meant by questions that are answered with yes or no.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    things: z.int().min(2).max(THINGS.length).optional().describe('Things it may be'),
    properties: z
      .int()
      .min(1)
      .max(PROPERTIES.length)
      .optional()
      .describe('Properties that can be asked about'),
    questions: z.int().min(1).max(100).optional().describe('Questions there are, guesses included'),
  }),
  observationSpace: text(),
  actionSpace: commands('A yes-or-no question, or a guess such as "is it a cat?"', (rng) =>
    rng.chance(0.75) ? questionOf(rng.pick(ALL_PROPERTIES)) : guessOf(rng.pick(ALL_THINGS)),
  ),
  rewards: textRewards,
  maxEpisodeSteps: 60,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const { secret, things, properties } = puzzle
    const { questions } = knobs
    const state: State = {
      secret,
      left: [...things],
      of: things.length,
      properties: [...properties],
      questions,
    }
    return {
      state,
      observation: rulesOf(state),
      signals: signalsOf(state, false, options),
    }
  },

  step(state, action, { options }) {
    const question = questionIn(action, state.properties)
    if (question.kind === 'unclear') {
      return refused(
        `${quoted(action)}: ${question.why} (${examples(state)})`,
        signalsOf(state, false, options),
      )
    }
    const fits = answerOf(question)
    const yes = fits(state.secret)
    state.left = state.left.filter((thing) => fits(thing) === yes)
    state.questions--
    const right = yes && question.kind === 'guess'
    return {
      observation: told(state, yes, right),
      signals: signalsOf(state, right, options),
      terminated: right || state.questions === 0,
    }
  },

  /** Asks what splits the things that fit every answer most evenly, then names the one that is left. */
  gold:
    () =>
    ({ properties, left }) =>
      bestQuestion(properties, left),
  cheats: {
    'everything at once': () => [
      `is it ${ALL_THINGS.slice(0, 60)
        .map((thing) => `a ${THINGS[thing]?.name}`)
        .join(' or ')}?`,
      'what is it?',
    ],
    'guess without a thing': () => ['guess', 'is it a thing?', 'guess: -1', 'is it it?'],
  },
})

function signalsOf(state: State, right: boolean, options: { readonly density: number }) {
  const { solved, progress, milestone } = measured(right, right ? 1 : narrowing(state), options)
  return { solved, progress, milestone, questions: state.questions }
}

function answerOf(question: Exclude<Question, { kind: 'unclear' }>): (thing: number) => boolean {
  if (question.kind === 'guess') return (thing) => thing === question.thing
  const { atoms, all } = question
  return (thing) => {
    for (const { property, negated } of atoms) {
      if ((holds(property, thing) !== negated) !== all) return !all
    }
    return all
  }
}

function rulesOf(state: State): string {
  const { left, properties, questions } = state
  const things =
    left.length <= MOST_TOLD
      ? `one of these: ${left.map((thing) => THINGS[thing]?.name).join(', ')}`
      : `one of ${left.length} everyday animals, plants, foods and objects`
  return [
    `I think of a thing, ${things}. Find out which: you have ${counted(questions)}, guesses included, answered with yes or no.`,
    'You can ask about these properties (of a typical one):',
    ...groupsOf(properties),
    `One question at a time: ${examples(state)}. "or" and "and" may join properties.`,
  ].join('\n')
}

function groupsOf(properties: readonly number[]): string[] {
  const groups = new Map<string, string[]>()
  for (const property of properties) {
    const { group = '', name = '' } = PROPERTIES[property] ?? {}
    groups.set(group, [...(groups.get(group) ?? []), name])
  }
  return [...groups].map(([group, names]) => `- ${group}: ${names.join(', ')}`)
}

/** Questions that can be asked, whatever the thing is. */
function examples({ properties }: State): string {
  const some = properties.filter((_, index) => index % Math.ceil(properties.length / 3) === 0)
  return `ask such as ${some.map((property) => `"${questionOf(property)}"`).join(', ')}, or guess "is it a ...?"`
}

function told({ secret, questions }: State, yes: boolean, right: boolean): string {
  const { name } = THINGS[secret] ?? {}
  if (right) return `Yes, it is: ${name}.`
  const answer = yes ? 'Yes.' : 'No.'
  if (questions > 0) return `${answer} ${counted(questions)} left.`
  return `${answer} That was your last question. It is: ${name}.`
}

const counted = (questions: number) => (questions === 1 ? '1 question' : `${questions} questions`)

/** Share of the initial uncertainty (in bits) that the answers have removed; naming the thing is the last of it. */
function narrowing({ left, of }: State): number {
  return 1 - Math.log2(1 + left.length) / Math.log2(1 + of)
}
