import { defineWebEnv } from '../define-web-env.ts'
import { miniWobWorld } from './world.ts'

/** MiniWoB++ pages from a folder that the user has. */
export const miniWob = {
  ...defineWebEnv(miniWobWorld),
  expect: {
    gold: { none: 'pages of other authors come without solutions' },
    splits: { none: 'a page draws its problem from the seed: it has no splits' },
  },
}
