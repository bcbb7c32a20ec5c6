import { onSandboxChosen } from '../sandboxes/index.ts'
import { noteImages } from './image-progress.ts'
import { watchIndexNotes } from './index-progress.ts'

/**
 * Tells which sandbox was picked and what it waits for, and what a user should know of the pages that are
 * searched; the function given back ends that.
 */
export async function noteEnvs(note: (line: string) => void): Promise<() => void> {
  const stopChosen = onSandboxChosen(({ kind, reason }) => note(`Sandbox: ${kind} (${reason}).`))
  const stopImages = noteImages(note)
  const stopIndexes = await watchIndexNotes(note)
  return () => {
    stopChosen()
    stopImages()
    stopIndexes()
  }
}
