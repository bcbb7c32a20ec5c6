import { type Agent, decide } from '../../core/index.ts'

/** Plays these actions one after another, whatever it is shown. */
export function acting<Act>(name: string, ...actions: readonly Act[]): Agent<unknown, Act> {
  return {
    name,
    async begin({ noop }) {
      const left = [...actions]
      return {
        async act() {
          const action = left.shift() ?? noop
          if (action === null) throw new Error(`${name} has no more actions`)
          return decide(action)
        },
      }
    },
  }
}
