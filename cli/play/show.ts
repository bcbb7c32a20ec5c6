import type { Step } from '../../core/index.ts'
import { coloursFor } from '../format.ts'
import { formsOf, takesText } from './actions.ts'
import { printable, shown } from './printable.ts'
import type { Ending, PlayedEpisode, Session } from './session.ts'
import { wrap } from './wrap.ts'

type Colours = ReturnType<typeof coloursFor>

/** Where a game is shown. */
export interface Screen {
  readonly colours: Colours
  /** What an env or a player said: any text. */
  say(text: string): void
  /** A remark of the game itself. */
  remark(text: string, colour?: (text: string) => string): void
}

export function createScreen(stream: NodeJS.WriteStream): Screen {
  const colours = coloursFor(stream)
  const print = (text: string, colour: (text: string) => string) => {
    const safe = printable(text)
    const lines = stream.isTTY ? wrap(safe, stream.columns || 80) : safe
    stream.write(`${lines.split('\n').map(colour).join('\n')}\n`)
  }
  return {
    colours,
    say: (text) => print(text, (line) => line),
    remark: (text, colour = colours.dim) => print(text, colour),
  }
}

/** Env, task and rules. */
export function showStart(screen: Screen, { env, episode }: Session): void {
  const { seed, task, initial } = episode()
  const { id, reward, maxEpisodeSteps } = env.spec
  const named = [id, ...(task ? [`task ${task.id}`] : []), `seed ${seed}`].join(', ')
  screen.remark(named, screen.colours.bold)
  screen.remark(`reward ${reward.preset}, at most ${counted(maxEpisodeSteps, 'turn')}`)
  screen.say('')
  screen.say(shown(initial.observation))
  if (!takesText(env.actionSpace)) screen.remark(describeForms(env.actionSpace))
}

export function describeForms(space: Session['env']['actionSpace']): string {
  if (takesText(space)) return 'An action is a line of text.'
  return ['An action is a line of JSON:', ...formsOf(space).map((form) => `  ${form}`)].join('\n')
}

/** The answer to a move, and what it was worth. */
export function showStep(screen: Screen, session: Session, step: Step<unknown>): void {
  screen.say(shown(step.observation))
  screen.remark(describeStep(session, step))
  const { ending } = session.episode()
  if (ending) showEnding(screen, session, ending)
}

function describeStep({ env, episode }: Session, { reward, rewards }: Step<unknown>): string {
  const { moves } = episode()
  return [
    `reward ${worth(reward)}${describeParts(rewards)}`,
    `total ${worth(totalOf(episode()))}`,
    `turn ${moves.length} of ${env.spec.maxEpisodeSteps}`,
  ].join(', ')
}

/** What each part measured, before its weight. */
function describeParts(parts: Readonly<Record<string, number>>): string {
  const some = Object.entries(parts).filter(([, value]) => value !== 0)
  if (some.length === 0) return ''
  return ` (${some.map(([name, value]) => `${name} ${worth(value)}`).join(', ')})`
}

function showEnding(screen: Screen, { episode, canUndo }: Session, ending: Ending): void {
  const { green, yellow } = screen.colours
  const { moves } = episode()
  const reason = moves.at(-1)?.step.info.reason
  const how = ending.success ? 'Won' : isTruncated(ending) ? 'Truncated' : 'Lost'
  const why = how === 'Truncated' && reason !== undefined ? ` (${reason})` : ''
  const line = `${how}${why}: return ${returnOf(ending)} in ${counted(moves.length, 'turn')}.`
  screen.remark(line, ending.success ? green : yellow)
  screen.remark(
    `/new plays another one, /restart this one again${canUndo ? ', /undo goes back' : ''}.`,
  )
}

const isTruncated = ({ trajectory: { outcome } }: Ending) =>
  outcome.status === 'completed' && outcome.ended === 'truncated'

function returnOf({ trajectory: { outcome } }: Ending): string {
  if (outcome.status === 'failed') return `unknown: ${outcome.error.message}`
  const { reward } = outcome
  return reward.status === 'scored' ? worth(reward.value) : `unknown (${reward.cause})`
}

/** How the episode stands. */
export function describeScore({ env, episode }: Session): string {
  const { moves, hinted, ending } = episode()
  const sums: Record<string, number> = {}
  for (const { step } of moves) {
    for (const [name, value] of Object.entries(step.rewards)) sums[name] = (sums[name] ?? 0) + value
  }
  const named = describeParts(sums)
  return [
    `${ending ? `return ${returnOf(ending)}` : `total ${worth(totalOf(episode()))}`}${named}`,
    `turn ${moves.length} of ${env.spec.maxEpisodeSteps}`,
    ...(hinted ? ['played with hints'] : []),
  ].join(', ')
}

export const totalOf = ({ moves }: PlayedEpisode) =>
  moves.reduce((sum, { step }) => sum + step.reward, 0)

/** Three digits at most: `0.125`, `1`. */
export const worth = (value: number) => String(Number(value.toFixed(3)))

export const counted = (count: number, thing: string) =>
  `${count} ${thing}${count === 1 ? '' : 's'}`
