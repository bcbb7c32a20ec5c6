/** One measured figure, with what it is compared to in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target?: number
  readonly against: readonly { readonly name: string; readonly ratio: number }[]
}
