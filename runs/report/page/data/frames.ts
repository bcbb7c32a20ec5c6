import { nameOfAction } from '../text/action.ts'
import { imageOf, type ShownImage, takeImages } from '../text/images.ts'
import type { Episode } from './episode.ts'

/** A picture of the episode, and what had been done before it was taken. */
export interface Frame {
  readonly image: ShownImage
  readonly caption: string
  /** Index of the turn that it shows the end of; null: the start. */
  readonly turn: number | null
}

const SHOT = /^screenshot (\d+)$/

/** Whether an artifact is one of the pictures that were taken step by step. */
export const isShot = (name: string): boolean => SHOT.test(name)

/** What could be seen, step by step: pictures kept for people, else those that the agent was shown. */
export function framesOf(episode: Episode): readonly Frame[] {
  const kept = Object.entries(episode.artifacts).flatMap(([name, artifact]) => {
    const step = SHOT.exec(name)?.[1]
    const image = step === undefined ? null : imageOf(artifact)
    return image ? [frame(episode, image, Number(step) - 1)] : []
  })
  if (kept.length > 0) return kept
  const shown = [episode.initial, ...episode.turns]
  return shown.flatMap(({ observation }, at) =>
    observation === undefined
      ? []
      : takeImages(observation).images.map((image) => frame(episode, image, at - 1)),
  )
}

function frame({ turns }: Episode, image: ShownImage, at: number): Frame {
  const turn = turns[at]
  if (!turn) return { image, caption: at < 0 ? 'Start' : `Step ${at + 1}`, turn: null }
  return { image, caption: `${at + 1} ${nameOfAction(turn.action)}`, turn: at }
}
