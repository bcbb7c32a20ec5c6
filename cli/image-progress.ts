import { onSandboxProgress } from '../sandboxes/index.ts'

/** One line of work that goes on for minutes. */
const EVERY_MS = 5000

/** Notes what is done for images: its start, now and then a line, and its end. Returns how to stop that. */
export function noteImages(
  note: (line: string) => void,
  now: () => number = () => performance.now(),
): () => void {
  const noted = new Map<string, number>()
  return onSandboxProgress(({ image, verb, text, isOver }) => {
    const key = `${verb} ${image}`
    if (!isOver && now() - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return
    noted.set(key, now())
    note(`${verb === 'pull' ? 'Pulling' : 'Building'} ${image}: ${text}`)
  })
}
