import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type Agent,
  type AnyDef,
  ConfigError,
  canonicalJson,
  decide,
  isInvalid,
  type Json,
  type MakeOptions,
  make,
  rollout,
  type Trajectory,
} from '../../core/index.ts'
import { type PlannedEpisode, readRun, run } from '../../runs/index.ts'
import { isEnvFile } from '../load-env.ts'
import { type PlayedEpisode, type Player, playerOf } from './session.ts'

export interface SaveOptions {
  readonly definition: AnyDef
  /** What names the env: an id or a file. */
  readonly env: string
  readonly makeOptions: Pick<MakeOptions<AnyDef>, 'options' | 'maxEpisodeSteps'>
  readonly folder: string
}

/** A run of people is of one seed, whatever the seeds of its episodes are. */
const RUN_SEED = 0

/**
 * Plays an episode again from its start and appends it to a run of its player, as runs store
 * theirs: under the env's default reward. Gives its trajectory.
 * @throws ConfigError where the folder is of another agent or run, holds the episode already, or the moves come out otherwise.
 */
export async function saveEpisode(
  episode: PlayedEpisode,
  { definition, env, makeOptions, folder }: SaveOptions,
): Promise<Trajectory> {
  const player = playerOf(episode)
  const stored = await storedIn(folder, player)
  const same = stored.find((trajectory) => contentOf(trajectory) === contentOfPlayed(episode))
  if (same) {
    throw new ConfigError(
      `Cannot save the episode twice: it is in ${folder} already, as ${same.id} (play on, or another one)`,
    )
  }
  const planned = plannedAfter(stored.length, episode)
  const trajectory = await playAgain(episode, planned, { definition, makeOptions })
  await run({
    definition,
    agent: async () => scripted(player, episode),
    ...makeOptions,
    episodes: undefined,
    seed: RUN_SEED,
    plan: [...stored.map(plannedOf), planned],
    out: folder,
    resume: stored.length > 0,
    concurrency: 1,
    source: { env: isEnvFile(env) ? resolve(env) : env } satisfies Json,
    fixtures: { play: async () => ({ trajectory, keep: async () => {} }) },
  })
  return trajectory
}

/** The same moves in an env of its own. @throws ConfigError where it answers otherwise than the player's did. */
async function playAgain(
  episode: PlayedEpisode,
  { id, seed, group }: PlannedEpisode,
  { definition, makeOptions }: Pick<SaveOptions, 'definition' | 'makeOptions'>,
): Promise<Trajectory> {
  await using env = await make(definition, makeOptions)
  const agent = scripted(playerOf(episode), episode)
  const trajectory = await rollout(env, agent, { id, seed, group, task: episode.asked })
  const refuse = (reason: string): never => {
    throw new ConfigError(
      `Cannot save the episode: played again, ${reason} (the env is not the same twice)`,
    )
  }
  const { outcome, initial, turns } = trajectory
  if (outcome.status === 'failed') return refuse(`it fails: ${outcome.error.message}`)
  const first = differs(initial.observation, episode.initial.observation)
  if (first) return refuse('it begins otherwise')
  const at = episode.moves.findIndex(
    ({ step }, index) =>
      differs(turns[index]?.observation, step.observation) ||
      turns[index]?.terminated !== step.terminated,
  )
  return at === -1 ? trajectory : refuse(`turn ${at + 1} is answered otherwise`)
}

/** Makes the player's moves; of an episode that goes on, leaves after the last. */
function scripted(name: string, { moves }: PlayedEpisode): Agent<unknown, unknown> {
  return {
    name,
    async begin() {
      let at = 0
      return {
        async act() {
          const move = moves[at++]
          if (move) return decide(move.action)
          return { actions: [], samples: [], stop: 'the player left' }
        },
      }
    },
  }
}

/** A folder is of one agent, so that what its `run.json` says is true of every episode. */
async function storedIn(folder: string, player: Player): Promise<readonly Trajectory[]> {
  if (!existsSync(join(folder, 'run.json'))) return []
  const { file, trajectories } = await readRun(folder)
  const { agent } = file.config
  if (agent !== player) {
    const other = `${folder.replace(/\/+$/, '')}-${slugOf(player)}`
    throw new ConfigError(
      `Cannot save the episode in ${folder}: it holds a run of the agent ${agent}, and this is one of ${player} (/save ${other})`,
    )
  }
  const stored: Trajectory[] = []
  for await (const trajectory of trajectories()) stored.push(trajectory)
  return stored
}

/** The player in the name of a folder. */
export const slugOf = (player: Player) => player.replace('+', '-')

/** Ids as runs number theirs, which is how `rescore` knows them. */
function plannedAfter(index: number, { seed, asked }: PlayedEpisode): PlannedEpisode {
  const number = String(index).padStart(6, '0')
  const [id, group] = [`e${number}`, `g${number}`]
  return { index, id, seed, task: asked ?? null, group, member: 0 }
}

function plannedOf({ id, seed, task, group }: Trajectory, index: number): PlannedEpisode {
  return { index, id, seed, task: task?.id ?? null, group, member: 0 }
}

/** What makes two episodes the same: where they started, and what was done. */
function contentOf({ seed, task, turns }: Trajectory): string {
  return canonicalJson([seed, task?.id ?? null, turns.map(({ action }) => action)])
}

function contentOfPlayed({ seed, task, moves }: PlayedEpisode): string {
  const actions = moves.map(({ action }) => plainAction(action))
  return canonicalJson([seed, task?.id ?? null, actions])
}

const plainAction = (action: unknown) => (isInvalid(action) ? action.raw : action)

const differs = (a: unknown, b: unknown) =>
  canonicalJson(a) !== canonicalJson(JSON.parse(JSON.stringify(b) ?? 'null'))
