import {
  type Env,
  type Invalid,
  isInvalid,
  type Plan,
  type RunnerHooks,
  type SnapshotEnv,
} from '../env.ts'
import type { Space } from '../spaces/space.ts'
import { zodProblem } from '../zod-problem.ts'
import { stepper, wrap } from './wrap.ts'

/**
 * Takes actions of another space and hands `fn(action)` to the env; what is outside the new space
 * reaches the env as `Invalid`. Solutions are written in the env's own actions, so `inverse` is what
 * keeps them; without it the wrapped env declares none.
 */
export interface ActionTransform<Act, Act2> {
  readonly space: Space<Act2>
  readonly forward: (action: Act2) => Act | Invalid
  readonly inverse?: (action: Act) => Act2
}

export function transformAction<Obs, Act, Act2>(
  env: SnapshotEnv<Obs, Act>,
  transform: ActionTransform<Act, Act2>,
): SnapshotEnv<Obs, Act2>
export function transformAction<Obs, Act, Act2>(
  env: Env<Obs, Act>,
  transform: ActionTransform<Act, Act2>,
): Env<Obs, Act2>
export function transformAction<Obs, Act, Act2>(
  env: Env<Obs, Act>,
  transform: ActionTransform<Act, Act2>,
): Env<Obs, Act2> {
  const { space, forward, inverse } = transform
  const inner = stepper(env)
  return wrap<Obs, Act, Obs, Act2>(env, {
    spec: { kind: 'transformAction', params: { name: forward.name } },
    overrides: {
      actionSpace: space,
      ...(env.runner ? { runner: translateRunner(env.runner, inverse) } : {}),
    },
    step(action, options) {
      if (isInvalid(action)) return inner(action, options)
      const parsed = space.schema.safeParse(action)
      if (parsed.success) return inner(forward(parsed.data), options)
      return inner({ invalid: zodProblem(parsed.error), raw: action }, options)
    },
    again: (copy) => transformAction(copy, transform),
  })
}

function translateRunner<Act, Act2>(
  runner: RunnerHooks<Act>,
  inverse: ((action: Act) => Act2) | undefined,
): RunnerHooks<Act2> {
  const { gold, cheat, noop, ...rest } = runner
  if (!inverse) {
    const none = async () => null
    return { ...rest, cheats: [], cheat: () => none, noop: null }
  }
  const translate =
    (plan: Plan<Act>): Plan<Act2> =>
    async () => {
      const action = await plan()
      return action === null ? null : inverse(action)
    }
  return {
    ...rest,
    cheat: (name) => translate(cheat(name)),
    noop: noop === null ? null : inverse(noop),
    ...(gold ? { gold: () => translate(gold()) } : {}),
  }
}
