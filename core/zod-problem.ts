import type { z } from 'zod'

/** What is wrong with a value, in one line: `path: message` for each issue, at most three. */
export function zodProblem(error: z.ZodError): string {
  const issues = error.issues.flatMap((issue) => telling(issue, []))
  const shown = issues.slice(0, 3).map(({ path, message }) => {
    const reason = message.replace(/^Invalid input: /, '')
    return path.length === 0 ? reason : `${path.map(String).join('.')}: ${reason}`
  })
  const more = issues.length - shown.length
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

interface Problem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** An issue, or what kept a value out of the member of a union that it came nearest to. */
function telling(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly Problem[] {
  const path = [...above, ...issue.path]
  const members = issue.code === 'invalid_union' ? issue.errors : []
  const nearest = members.toSorted((a, b) => farness(a) - farness(b))[0]
  if (!nearest) return [{ path, message: issue.message }]
  return nearest.flatMap((inner) => telling(inner, path))
}

/** Another type altogether is farther than any number of wrong fields. */
function farness(issues: readonly z.core.$ZodIssue[]): number {
  const other = issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0)
  return issues.length + (other ? 1000 : 0)
}
