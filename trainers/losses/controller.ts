/** What a checkpoint holds of a controller. */
export interface ControllerState {
  readonly coefficient: number
  /** What was measured last; null before. */
  readonly measured: number | null
}

/** Moves a coefficient by what an update measured. */
export interface Controller {
  /** For the next update. */
  coefficient(): number
  /** `episodes`: of the update that was measured. */
  update(measured: number, episodes: number): void
  state(): ControllerState
  restore(state: ControllerState): void
}
