/** What a command prints: results on standard output, everything else on standard error. */
export interface Output {
  /** In parts where the line may be longer than a text can be. */
  result(line: string | readonly string[]): void
}

/**
 * Gives standard output to results alone: what an env's own code prints there goes to standard
 * error, so that `--json` prints exactly one line.
 */
export function claimStdout(): Output {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write
  return outputTo((text) => void write(text))
}

export const plainOutput: Output = outputTo((text) => void process.stdout.write(text))

/**
 * Says once, on standard error, that results cannot be written. A reader that leaves early (`| head`)
 * is no failure of ours. `failed` tells whether anything was lost.
 */
export function watchStdout(): { failed(): boolean } {
  let failed = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed || error.code === 'EPIPE') return
    failed = true
    const reason = error.message.replace(/^[A-Z]+: /, '').replace(/, write$/, '')
    process.stderr.write(`Cannot write the output: ${reason} (send it elsewhere)\n`)
  })
  return { failed: () => failed }
}

function outputTo(write: (text: string) => void): Output {
  return {
    result(line) {
      for (const part of typeof line === 'string' ? [line] : line) write(part)
      write('\n')
    },
  }
}
