import type { EpisodeRow, PageData } from '../../page-data.ts'
import type { EpisodeRoute } from '../route.ts'

type Address = Pick<EpisodeRoute, 'view' | 'run' | 'id' | 'turn'>

/** Where an episode's transcript is. */
export function addressOf(row: EpisodeRow, { runs }: PageData): Address {
  return { view: 'episode', run: runs[row.run]?.label ?? String(row.run), id: row.id, turn: null }
}

/** The episode of an address, whose run is a label or an index. */
export function findRow(
  { run, id }: Pick<EpisodeRoute, 'run' | 'id'>,
  { runs, episodes }: PageData,
): EpisodeRow | undefined {
  const labelled = runs.findIndex(({ label }) => label === run)
  const index = labelled >= 0 ? labelled : Number(run)
  return episodes.find((row) => row.id === id && row.run === index)
}

/** Episodes that tell more beside this one. */
export interface Relatives {
  /** Others of its group: they started from one state. */
  readonly group: readonly EpisodeRow[]
  /** The same task and seed in other runs. */
  readonly twins: readonly EpisodeRow[]
}

export function relativesOf(row: EpisodeRow, { runs, episodes }: PageData): Relatives {
  const env = runs[row.run]?.env
  return {
    group: row.group
      ? episodes.filter(
          ({ run, group, id }) => run === row.run && group === row.group && id !== row.id,
        )
      : [],
    twins: episodes.filter(
      ({ run, task, seed }) =>
        run !== row.run && task === row.task && seed === row.seed && runs[run]?.env === env,
    ),
  }
}
