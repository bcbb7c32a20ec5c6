import { ConfigError, type Json, messageOf, type Trajectory } from '../../core/index.ts'
import { actionOf } from './actions.ts'
import type { Lines } from './lines.ts'
import { isMeta, metaNames, runMeta, withoutSlash } from './meta.ts'
import { excerpt, printable } from './printable.ts'
import type { PlayedEpisode, Session } from './session.ts'
import { counted, type Screen, showStart, showStep } from './show.ts'

/** Everything a game needs, put together by the command. */
export interface Game {
  readonly session: Session
  readonly screen: Screen
  /** Stores the episode; in the folder that was chosen before for its player, unless one is named. */
  save(episode: PlayedEpisode, folder: string | undefined): Promise<SavedEpisode>
  /** The moves that were stored last: as long as they stand there is nothing to lose. */
  saved: PlayedEpisode['moves'] | null
  /** A person is asked once an episode. */
  asked: boolean
}

export interface SavedEpisode {
  readonly trajectory: Trajectory
  readonly folder: string
}

/** What actions and commands are asked for with. */
export const PROMPT = '> '

/** Of a line that came through a pipe, which may be a file's whole content. */
const ECHOED = 200

/** Plays until the player leaves, or the lines end. */
export async function playGame(game: Game, lines: Lines): Promise<void> {
  const { session, screen } = game
  showStart(screen, session)
  if (lines.interactive) screen.remark('/help lists what you can type beside actions.')
  let typed: string | null = null
  for (;;) {
    const line: string | null = typed ?? (await lines.next(PROMPT))
    typed = null
    if (line === null) break
    if (line.trim() === '') continue
    if (!lines.interactive) screen.say(`> ${excerpt(line, ECHOED)}`)
    if (isMeta(line)) {
      if ((await guarded(game, lines, () => runMeta(game, line))) === 'quit') break
      continue
    }
    // An action that begins with a slash is typed with two.
    await guarded(game, lines, () => act(game, line.startsWith('//') ? line.slice(1) : line))
    const advice = withoutSlash(line)
    if (advice) screen.remark(advice)
    typed = await offerToSave(game, lines)
  }
  // Behind the prompt.
  if (lines.interactive) screen.say('')
  const left = unsaved(game)
  if (left) screen.remark(left)
}

/** What leaving loses; null: nothing. */
export function unsaved({ session, saved }: Game): string | null {
  const { moves } = session.episode()
  if (moves.length === 0 || moves === saved) return null
  return `Not saved: an episode of ${counted(moves.length, 'turn')}.`
}

/** What a player may type next, of what begins so; what a terminal would obey is not offered. */
export function completions({ session }: Game, typed: string): readonly string[] {
  const { moves, initial } = session.episode()
  const info = moves.at(-1)?.step.info ?? initial.info
  const { admissible } = info as { readonly admissible?: Json }
  const known: readonly Json[] = Array.isArray(admissible) ? admissible : []
  return (typed.startsWith('/') ? metaNames : known).filter(
    (word): word is string =>
      typeof word === 'string' && word.startsWith(typed) && printable(word) === word,
  )
}

async function act(game: Game, line: string): Promise<void> {
  const { session, screen } = game
  if (hasEnded(session)) {
    screen.remark('The episode has ended: /new, /restart, /undo, /save or /quit.')
    return
  }
  const step = await session.act(actionOf(session.env.actionSpace, line))
  showStep(screen, session, step)
}

function hasEnded({ episode }: Session): boolean {
  const { moves } = episode()
  const last = moves.at(-1)?.step
  return last !== undefined && (last.terminated || last.truncated)
}

/** A person goes on after what failed, and may take it back; lines of a file that nobody watches do not. */
async function guarded<T>(
  { screen }: Game,
  { interactive }: Lines,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!interactive && !(error instanceof ConfigError)) throw error
    screen.remark(messageOf(error).split('\n')[0] ?? '', screen.colours.red)
    return undefined
  }
}

/** Asks after a win; gives what was typed instead of an answer, which counts as typed at the prompt. */
async function offerToSave(game: Game, lines: Lines): Promise<string | null> {
  const { session, screen } = game
  if (!session.episode().ending?.success || !lines.interactive || game.asked) return null
  game.asked = true
  const line = await lines.next('Save it as a demonstration? (y/N) ')
  if (line === null || isMeta(line)) return line
  const answer = line.trim().toLowerCase()
  if (['y', 'yes'].includes(answer)) return '/save'
  screen.remark('Not saved; /save keeps it.')
  return ['', 'n', 'no'].includes(answer) ? null : line
}
