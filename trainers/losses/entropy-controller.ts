import type { Controller, ControllerState } from './controller.ts'

export interface EntropyControllerOptions {
  readonly coefficient: number
  /** Nats; null: the coefficient stays. */
  readonly floor: number | null
  readonly step: number
  readonly max: number
}

/**
 * Keeps entropy above a floor, as TRL's adaptive control and Skywork-OR1 (He et al. 2025) do: the coefficient
 * grows by a step after an update at or below the floor and falls by one after any other, within 0 and `max`;
 * it applies only while the last update was at or below.
 */
export function createEntropyController(options: EntropyControllerOptions): Controller {
  const { floor, step, max } = options
  let state: ControllerState = { coefficient: options.coefficient, measured: null }
  return {
    coefficient() {
      const isAbove = floor !== null && state.measured !== null && state.measured > floor
      return isAbove ? 0 : state.coefficient
    },
    update(measured) {
      if (!Number.isFinite(measured)) return
      const by = floor === null ? 0 : measured <= floor ? step : -step
      const moved = Math.min(Math.max(state.coefficient + by, 0), max)
      state = { coefficient: floor === null ? state.coefficient : moved, measured }
    },
    state: () => state,
    restore(saved) {
      state = { ...saved }
    },
  }
}
