/** The exit code of a run that was interrupted. */
export const INTERRUPTED = 130

/** One key press can arrive twice: from the terminal, and from the npm above. */
const ECHO_MS = 50

/**
 * The first Ctrl-C stops what is begun anew, the second leaves at once. `onFirst` is told about the
 * first; the function given back takes the listener away.
 */
export function listenForInterrupts(onFirst: () => void): {
  readonly stop: AbortSignal
  release(): void
} {
  const stop = new AbortController()
  let firstAt = 0
  const listen = () => {
    if (stop.signal.aborted) {
      if (performance.now() - firstAt < ECHO_MS) return
      leave()
    }
    firstAt = performance.now()
    stop.abort()
    onFirst()
  }
  process.on('SIGINT', listen)
  return { stop: stop.signal, release: () => void process.off('SIGINT', listen) }
}

/** As a program that does not listen: what computes in another thread would abort where it is ended. */
function leave(): never {
  process.once('exit', () => {
    process.removeAllListeners('SIGINT')
    process.kill(process.pid, 'SIGINT')
  })
  process.exit(INTERRUPTED)
}
