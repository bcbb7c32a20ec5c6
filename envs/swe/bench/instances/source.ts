/** Numbers that find a row again; what they mean is the source's own affair. */
export type Place = readonly [number, ...number[]]

export interface Row {
  readonly value: object
  readonly place: Place
  /** `line 12` or `row 12`, of a field where that can be told. */
  where(field?: string): string
}

/** A file of rows, of which only one is in memory at a time. */
export interface RowSource {
  rows(): AsyncIterable<Row>
  read(place: Place): Promise<Row>
}
