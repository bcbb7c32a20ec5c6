import { onSandboxChosen } from '../sandboxes/index.ts'
import { noteImages } from './image-progress.ts'

/** Tells which sandbox was picked and what it waits for; the function given back ends that. */
export function noteSandboxes(note: (line: string) => void): () => void {
  const stopChosen = onSandboxChosen(({ kind, reason }) => note(`Sandbox: ${kind} (${reason}).`))
  const stopImages = noteImages(note)
  return () => {
    stopChosen()
    stopImages()
  }
}
