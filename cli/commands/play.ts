import { z } from 'zod'
import {
  type AnyDef,
  ConfigError,
  createRng,
  deriveSeed,
  type Env,
  make,
  type TaskInfo,
} from '../../core/index.ts'
import { selectTasks } from '../../runs/index.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { envOptionFlags, envOptions, hasDifficultyOption } from '../env-options.ts'
import { INTERRUPTED } from '../interrupts.ts'
import { loadEnv } from '../load-env.ts'
import { noteEnvs } from '../note-envs.ts'
import { completions, type Game, PROMPT, playGame, unsaved } from '../play/game.ts'
import { createLines } from '../play/lines.ts'
import { saveEpisode, slugOf } from '../play/save.ts'
import { createSession, type Player, playerOf } from '../play/session.ts'
import { createScreen } from '../play/show.ts'
import { type PersonCapture, windowHelp, windowOptions, withWindow } from '../play/web.ts'
import { defaultRunFolder } from '../run-folder.ts'

const flags = z.strictObject({
  seed: z.int().min(0).default(0).describe('Decides the task and the episode; /new counts it up.'),
  task: z.string().optional().describe('Id of the task to play.'),
  split: z
    .string()
    .optional()
    .describe('Draw tasks of this split; by default of train, where there is one.'),
  difficulty: z
    .string()
    .optional()
    .describe("The env's option of that name, else only tasks of this difficulty."),
  ...envOptionFlags,
  reward: z
    .string()
    .optional()
    .describe("Name of the env's reward preset; by default dense, or else its first."),
  maxTurns: z
    .int()
    .min(1)
    .optional()
    .describe("Steps after which an episode is truncated, instead of the env's own limit."),
  out: z
    .string()
    .optional()
    .describe('Folder that /save appends to; by default a new one in palaestra-runs.'),
})
type Flags = z.output<typeof flags>

export const playCommand = defineCommand({
  name: 'play',
  summary: 'Play an env yourself, in the terminal; what you play can be saved as a demonstration.',
  operands: [
    {
      name: 'env',
      description: 'Id of an env (palaestra envs lists them), or a file that exports one.',
    },
  ],
  flags,
  examples: [
    'palaestra play text/GuessNumber-v0',
    'palaestra play text/GuessNumber-v0 --difficulty hard --seed 7 --out my-games',
    'palaestra play ./my-env/env.ts < moves.txt',
  ],
  run: play,
})

async function play({
  operands: [name = ''],
  flags: chosen,
}: CommandInput<typeof flags>): Promise<number> {
  const definition = await loadEnv(name)
  const { task: _, ...ofEnv } = chosen
  const options = windowOptions(definition, envOptions(definition, ofEnv))
  const window = options['headed'] === true ? await openWindow(definition) : null
  const difficulty = hasDifficultyOption(definition) ? undefined : chosen.difficulty
  const makeOptions = { options, maxEpisodeSteps: chosen.maxTurns }
  const reward = chosen.reward ?? (Object.hasOwn(definition.rewards, 'dense') ? 'dense' : undefined)
  await using env: Env<unknown, unknown> = await make(window?.definition ?? definition, {
    ...makeOptions,
    reward,
  })
  const screen = createScreen(process.stdout)
  const stopNoting = await noteEnvs((line) => screen.remark(line))
  const taskOf = await taskDraw(definition, env.spec.options, { ...chosen, difficulty })
  const session = createSession({ definition, env, taskOf })
  const folders = new Map<Player, string>()
  const game: Game = {
    session,
    screen,
    saved: null,
    asked: false,
    async save(episode, named) {
      const player = playerOf(episode)
      const folder =
        named ??
        folders.get(player) ??
        chosen.out ??
        defaultRunFolder(definition.id, slugOf(player), new Date())
      const saving = { definition, env: name, makeOptions: windowless(makeOptions), folder }
      const trajectory = await saveEpisode(episode, saving)
      folders.set(player, folder)
      return { trajectory, folder }
    },
  }
  try {
    await session.begin(chosen.seed)
    if (window) screen.remark(windowHelp)
    return await playLines(game, window?.capture)
  } finally {
    stopNoting()
  }
}

/** The env with what a person does in the window of its running episode. */
async function openWindow(definition: AnyDef) {
  const { loadPersonCapture } = await import('../../envs/index.ts')
  const { capturePerson, withSessions } = await loadPersonCapture()
  let current: PersonCapture | null = null
  return {
    definition: withSessions(definition, (session) => {
      current = capturePerson(session)
    }),
    capture: () => current,
  }
}

/** What is saved is played again, without a window. */
const windowless = <O extends { readonly options: Record<string, unknown> }>(given: O): O =>
  given.options['headed'] === true
    ? { ...given, options: { ...given.options, headed: false } }
    : given

async function playLines(
  game: Game,
  capture: (() => PersonCapture | null) | undefined,
): Promise<number> {
  const { screen } = game
  const terminal = createLines({
    input: process.stdin,
    output: process.stdout,
    complete: (typed) => completions(game, typed),
    onFirstInterrupt: () =>
      screen.remark('\n/quit or Ctrl-D leaves, and so does Ctrl-C again; /save keeps the episode.'),
    onLeave() {
      screen.remark(`\n${unsaved(game) ?? ''}`)
      process.exit(INTERRUPTED)
    },
  })
  const lines = capture ? withWindow(terminal, { capture, screen, prompt: PROMPT }) : terminal
  try {
    await playGame(game, lines)
    return lines.interrupted() ? INTERRUPTED : 0
  } finally {
    lines.close()
  }
}

/** Which task a seed plays: of all that the flags leave, so that no demonstration is of the test split by chance. */
async function taskDraw(
  definition: AnyDef,
  options: unknown,
  { task, split, difficulty }: Pick<Flags, 'task' | 'split' | 'difficulty'>,
): Promise<(seed: number) => string | undefined> {
  if (task !== undefined) {
    if (split === undefined && difficulty === undefined) return () => task
    throw new ConfigError(
      `Cannot play task ${task}: --task names one, --${split === undefined ? 'difficulty' : 'split'} chooses among many (leave one of them out)`,
    )
  }
  const all: readonly TaskInfo[] | null = (await definition.tasks?.list(options)) ?? null
  const hasTrain = all?.some((each) => each.split === 'train')
  const left = selectTasks(definition.id, all, {
    split: split ?? (hasTrain ? 'train' : undefined),
    difficulty,
  })
  if (!left) return () => undefined
  return (seed) => createRng(deriveSeed(seed, 'played task')).pick(left).id
}
