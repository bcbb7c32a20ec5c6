import type { VirtualFiles } from '../files.ts'
import { NODE_VERSION } from './host-functions.ts'
import { readText } from './modules/paths.ts'
import type { Ending } from './run-state.ts'

const FRAME = /(?:at |\()(\/[^()\n]+):(\d+):(\d+)\)?$/m

/** What Node writes to stderr when a program ends by an error or without memory. */
export function lastMessage(ending: Ending | undefined, files: VirtualFiles): string {
  if (ending?.kind === 'memory') {
    return '\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n'
  }
  if (ending?.kind !== 'died') return ''
  const hint = ending.isPlain
    ? '\n(Use `node --trace-uncaught ...` to show where the exception was thrown)'
    : ''
  return `${sourceExcerpt(ending.stack, files)}${ending.shown}${hint}\n\nNode.js ${NODE_VERSION}\n`
}

/** The line that threw, with a mark under the place. */
function sourceExcerpt(stack: string, files: VirtualFiles): string {
  const match = FRAME.exec(stack)
  if (match === null) return ''
  const [, path = '', line = '1', column = '1'] = match
  const source = readText(files, path)?.split('\n')[Number(line) - 1]
  if (source === undefined) return ''
  return `${path}:${line}\n${source}\n${' '.repeat(Math.max(0, Number(column) - 1))}^\n\n`
}
