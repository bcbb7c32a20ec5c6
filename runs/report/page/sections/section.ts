import type { ComponentType } from 'preact'
import type { EpisodeRow } from '../../page-data.ts'
import type { Episode } from '../data/episode.ts'
import type { EpisodeRoute } from '../route.ts'

/** One part of a transcript, one file. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly isShown: (episode: Episode) => boolean
  readonly Body: ComponentType<SectionProps>
}

export interface SectionProps {
  readonly episode: Episode
  readonly row: EpisodeRow
  readonly route: EpisodeRoute
}
