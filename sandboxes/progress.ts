/** What is done for an image before a sandbox of it can open. */
export interface SandboxProgress {
  /** Name of the image, or the folder it is built from. */
  readonly image: string
  readonly verb: 'pull' | 'build'
  /** One line: what is being done, or that it is done. */
  readonly text: string
  /** The last line of this work. */
  readonly isOver: boolean
}

type Listener = (progress: SandboxProgress) => void

const listeners = new Set<Listener>()
const INTERVAL_MS = 250

/** Calls the listener a few times a second while an image is pulled or built; returns how to stop that. */
export function onSandboxProgress(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export interface ProgressReporter {
  /** Told unless another line was just told. */
  say(text: string): void
  /** The last line, always told. */
  end(text: string): void
}

/** Tells listeners of one piece of work on an image. */
export function reportProgress(
  image: string,
  verb: SandboxProgress['verb'],
  now: () => number = () => performance.now(),
): ProgressReporter {
  let toldAt = Number.NEGATIVE_INFINITY
  const tell = (text: string, isOver: boolean) => {
    for (const listener of listeners) listener({ image, verb, text, isOver })
  }
  return {
    say(text) {
      if (now() - toldAt < INTERVAL_MS) return
      toldAt = now()
      tell(text, false)
    },
    end: (text) => tell(text, true),
  }
}
