import type { VirtualCommand } from './command.ts'

const OUTPUT_BYTES = 2 ** 14
/** What a shell reports of a writer whose reader is gone. */
const SIGPIPE_EXIT = 141

/** `yes [TEXT...]`: many lines at once, as the stages of a pipeline run one after the other. */
export const yes: VirtualCommand = ({ args }) => {
  const line = `${args.length > 0 ? args.join(' ') : 'y'}\n`
  const count = Math.max(1, Math.floor(OUTPUT_BYTES / line.length))
  return { exitCode: SIGPIPE_EXIT, stdout: line.repeat(count) }
}
