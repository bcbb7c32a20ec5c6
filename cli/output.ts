/** What a command prints: results on standard output, everything else on standard error. */
export interface Output {
  result(line: string): void
}

/**
 * Gives standard output to results alone: what an env's own code prints there goes to standard
 * error, so that `--json` prints exactly one line.
 */
export function claimStdout(): Output {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write
  return { result: (line) => void write(`${line}\n`) }
}

export const plainOutput: Output = { result: (line) => void process.stdout.write(`${line}\n`) }
