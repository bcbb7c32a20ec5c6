import type { z } from 'zod'

/** What is wrong with a value, in one line: `path: message` for each issue, at most three. */
export function zodProblem(error: z.ZodError): string {
  const shown = error.issues.slice(0, 3).map((issue) => {
    const path = issue.path.join('.')
    const message = issue.message.replace(/^Invalid input: /, '')
    return path === '' ? message : `${path}: ${message}`
  })
  const more = error.issues.length - shown.length
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '')
}
