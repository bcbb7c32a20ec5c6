const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const enders = new Set<() => void>()

/** Has `end` called when this program ends in any way but `kill -9`; the function given back takes that away. */
export function endAtExit(end: () => void): () => void {
  if (enders.size === 0) listen()
  enders.add(end)
  return () => {
    if (enders.delete(end) && enders.size === 0) stop()
  }
}

function listen(): void {
  process.on('exit', endAll)
  for (const signal of SIGNALS) process.on(signal, onSignal)
}

function stop(): void {
  process.off('exit', endAll)
  for (const signal of SIGNALS) process.off(signal, onSignal)
}

function endAll(): void {
  for (const end of enders) {
    try {
      end()
    } catch {
      // The next program's start removes what is left.
    }
  }
}

/** As if nobody listened; where others do, what becomes of the program is theirs to say. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  endAll()
  enders.clear()
  stop()
  process.kill(process.pid, signal)
}
