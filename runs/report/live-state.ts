/** What a served page asks for again and again. */
export interface LiveState {
  /** Of the data as it is now: another one whenever there is more to load. */
  readonly revision: string
  /** Why runs cannot be read at the moment, one sentence each. */
  readonly problems: readonly string[]
}
