import { shellWord } from '../core/index.ts'

const fromSource = import.meta.url.endsWith('.ts')

/** How this program is started here, for lines that say what to do next: in a clone it is not on the PATH. */
export function invocation(command: string, ...rest: readonly string[]): string {
  const quoted = rest.map(shellWord)
  const words = [command, ...quoted].join(' ')
  if (!fromSource) return `npx palaestra ${words}`
  return command === 'report'
    ? ['npm run report --', ...quoted].join(' ')
    : `npm run palaestra -- ${words}`
}
