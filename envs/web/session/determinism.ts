import { clockScript } from './determinism-clock.ts'
import { motionScript } from './determinism-motion.ts'
import { randomScript } from './determinism-random.ts'

/** Where frames keep what moves their time: a symbol, so that it is in no list of names. */
const controller = `globalThis[Symbol.for('palaestra.clock')]`

/** Runs in every frame before the page's own scripts. */
export const determinismScript = `(() => {
if (${controller}) return
${clockScript}
${randomScript}
${motionScript}
Object.defineProperty(globalThis, Symbol.for('palaestra.clock'), {
  value: {
    turn: clock.turn,
    moment(time, seed, step) {
      clock.moment(time)
      reseed(seed, step)
    },
  },
})
})()`

/** Follows `determinismScript`: what time it is where a document begins, and which random numbers it draws. */
export const momentScript = ({ time, seed, step }: Moment): string =>
  `${controller}.moment(${time}, ${seed}, ${step})`

/** In a frame: lets its time go on to `target`. */
export const turnScript = (target: number): string => `${controller}?.turn(${target})`

export interface Moment {
  readonly time: number
  readonly seed: number
  /** Actions done before. */
  readonly step: number
}
