import { didYouMean } from '../../core/index.ts'
import type { Game } from './game.ts'
import { shown } from './printable.ts'
import { counted, describeForms, describeScore, showStart } from './show.ts'

type Result = 'quit' | undefined

interface MetaCommand {
  readonly args?: string
  readonly summary: string
  /** `rest` is what follows the name. */
  run(game: Game, rest: string): Promise<Result> | Result
}

/** What a player types beside actions. */
const commands: Readonly<Record<string, MetaCommand>> = {
  '/help': { summary: 'Show this.', run: (game) => help(game) },
  '/undo': { args: '[n]', summary: 'Take the last move back, or the last n.', run: undo },
  '/restart': { summary: 'Play this episode again from its start.', run: restart },
  '/new': { args: '[seed]', summary: 'Play another episode.', run: begin },
  '/hint': { summary: "Show the next move of the env's own solution.", run: hint },
  '/score': {
    summary: 'Show how the episode stands.',
    run: ({ session, screen }) => void screen.remark(describeScore(session)),
  },
  '/save': { args: '[folder]', summary: 'Save the episode as a demonstration.', run: save },
  '/quit': { summary: 'Leave; so does Ctrl-D.', run: () => 'quit' },
}

export const metaNames: readonly string[] = Object.keys(commands)

export const isMeta = (line: string) => /^\/(?!\/)/.test(line)

/** For who forgot the slash: the line is an action all the same, which an env may know. */
export function withoutSlash(line: string): string | null {
  const name = `/${line.trim().toLowerCase()}`
  if (name === '/quit' || name === '/exit') return 'To leave, type /quit.'
  return Object.hasOwn(commands, name) ? `The game's own command has a slash: ${name}.` : null
}

export async function runMeta(game: Game, line: string): Promise<Result> {
  const [name = '', ...words] = line.trim().split(/\s+/)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command.run(game, line.trim().slice(name.length).trim())
  const said = [name, ...words].join(' ')
  game.screen.remark(
    `There is no command ${said} (${didYouMean(name, metaNames)}); an action that begins with a slash is typed with two.`,
  )
  return undefined
}

function help({ screen, session }: Game): Result {
  const rows = Object.entries(commands).map(([name, { args, summary }]) => {
    return `  ${[name, ...(args ? [args] : [])].join(' ').padEnd(16)}${summary}`
  })
  screen.remark([describeForms(session.env.actionSpace), ...rows].join('\n'))
  return undefined
}

async function undo({ session, screen }: Game, rest: string): Promise<Result> {
  const wanted = rest === '' ? 1 : Number(rest)
  if (!Number.isSafeInteger(wanted) || wanted < 1) {
    screen.remark(`Cannot undo ${rest} moves: give a whole number from 1.`)
  } else if (!session.canUndo) {
    screen.remark(
      `Cannot undo in ${session.env.spec.id}: its state holds more than data, and cannot be restored (/restart begins again).`,
    )
  } else if (session.episode().moves.length === 0) {
    screen.remark('There is no move to take back.')
  } else {
    const undone = await session.undo(wanted)
    const { moves, initial } = session.episode()
    screen.remark(`Took ${counted(undone, 'move')} back: ${describeScore(session)}.`)
    screen.say(shown(moves.at(-1)?.step.observation ?? initial.observation))
  }
  return undefined
}

async function restart(game: Game): Promise<Result> {
  await game.session.restart()
  game.asked = false
  showStart(game.screen, game.session)
  return undefined
}

async function begin(game: Game, rest: string): Promise<Result> {
  const { session, screen } = game
  const seed = rest === '' ? session.episode().seed + 1 : Number(rest)
  if (!Number.isSafeInteger(seed) || seed < 0) {
    screen.remark(`Cannot begin with seed ${rest}: give a whole number from 0.`)
    return undefined
  }
  await session.begin(seed)
  game.asked = false
  showStart(screen, session)
  return undefined
}

async function hint({ session, screen }: Game): Promise<Result> {
  const { env, episode } = session
  if (episode().ending) screen.remark('The episode has ended.')
  else if (!env.runner?.gold) screen.remark(`${env.spec.id} declares no solution.`)
  else {
    const action = await session.hint()
    screen.remark(
      action === null ? 'The solution knows no move from here.' : `Hint: ${shown(action)}`,
    )
  }
  return undefined
}

async function save(game: Game, rest: string): Promise<Result> {
  const { session, screen } = game
  const episode = session.episode()
  if (episode.moves.length === 0) {
    screen.remark('There is nothing to save: no move was made.')
    return undefined
  }
  const { trajectory, folder } = await game.save(episode, rest === '' ? undefined : rest)
  game.saved = episode.moves
  const how = episode.ending?.success
    ? `saved as ${trajectory.id} of`
    : `saved, though not won, as ${trajectory.id} of`
  screen.remark(`The episode of ${trajectory.agent} is ${how} ${folder}.`)
  return undefined
}
