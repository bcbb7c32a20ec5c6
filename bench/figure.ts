/** One measured figure, with what it is compared to in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target?: number
  /** The target is a most instead of a least. */
  readonly lowerIsBetter?: boolean
  readonly against: readonly { readonly name: string; readonly ratio: number }[]
}
