import {
  type Atlas,
  atlasKinds,
  atlasQuestion,
  openAtlas,
  plantedOf,
} from './corpora/atlas/index.ts'
import { defineAtlasEnv } from './define-atlas-env.ts'

/** Questions about an encyclopedia of what does not exist, made for it. */
export const atlas = defineAtlasEnv<Atlas>('search/Atlas-v0', {
  kinds: atlasKinds,
  open: openAtlas,
  question: atlasQuestion,
  planted(page) {
    const answer = plantedOf(page)
    return answer === null ? null : { answer }
  },
})
