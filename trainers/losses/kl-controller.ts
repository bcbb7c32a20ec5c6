import type { Controller, ControllerState } from './controller.ts'

export interface KlControllerOptions {
  readonly coefficient: number
  /** Null: the coefficient stays. */
  readonly target: number | null
  readonly horizon: number
}

/**
 * Ziegler et al. (2019), section 2.2, as verl has it: β ← β·(1 + clip(KL/target − 1, ±0.2)·n/horizon) after n
 * episodes.
 */
export function createKlController(options: KlControllerOptions): Controller {
  const { target, horizon } = options
  let state: ControllerState = { coefficient: options.coefficient, measured: null }
  return {
    coefficient: () => state.coefficient,
    update(measured, episodes) {
      // A step that measured nothing finite says nothing.
      if (!Number.isFinite(measured)) return
      const error = target === null ? 0 : Math.min(Math.max(measured / target - 1, -0.2), 0.2)
      const coefficient = Math.max(0, state.coefficient * (1 + (error * episodes) / horizon))
      state = { coefficient, measured }
    },
    state: () => state,
    restore(saved) {
      state = { ...saved }
    },
  }
}
