import { loadIndexProgress } from '../envs/index.ts'

/** How far the index of a corpus has come. */
export interface IndexBuilt {
  readonly corpus: string
  readonly done: number
  readonly total: number
}

/** Shows how far an index is while it is built: nothing where it is loaded. Returns how to stop that. */
export async function watchIndexes(show: (index: IndexBuilt) => void): Promise<() => void> {
  const { onIndexBuilding } = await loadIndexProgress()
  return onIndexBuilding(show)
}

/** Tells what a user should know of pages and indexes. Returns how to stop that. */
export async function watchIndexNotes(note: (line: string) => void): Promise<() => void> {
  return (await loadIndexProgress()).onIndexNote(note)
}

/** `12,000 of 100,000 pages of atlas indexed`. */
export const describeIndex = ({ corpus, done, total }: IndexBuilt): string =>
  `${counted(done)} of ${counted(total)} pages of ${corpus} indexed`

const counted = (count: number) => count.toLocaleString('en-US')
