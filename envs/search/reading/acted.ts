/** What came of an action; `failed` where it did nothing. */
export interface Acted {
  readonly text: string
  readonly failed?: true
}

export const failed = (text: string): Acted => ({ text, failed: true })
