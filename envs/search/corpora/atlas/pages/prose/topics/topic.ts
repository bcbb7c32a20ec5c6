/** Sentences about one side of a thing. They state nothing that is asked: no years, figures, kin, offices or places of birth. */
export interface Topic {
  readonly heading: string
  readonly sentences: readonly string[]
}

export const topic = (heading: string, text: string): Topic => ({
  heading,
  sentences: text.trim().split(/\n\s*/),
})
