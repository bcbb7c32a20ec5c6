import type { Invalid } from './env.ts'
import type { Json } from './json.ts'
import type { Space } from './spaces/space.ts'

/** The observation of an invalid action where observations are text: the reason, and the valid forms. */
export function describeInvalid(problem: Invalid, space: Space<unknown>): string {
  const forms = space.tools?.map((tool) => `${tool.name}(${argumentsOf(tool.parameters)})`)
  const hint = forms ? ` Valid calls: ${forms.join(', ')}.` : ''
  return `Invalid action: ${problem.invalid.replace(/\.$/, '')}.${hint}`
}

function argumentsOf(parameters: Json): string {
  const { properties = {}, required = [] } = parameters as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .join(', ')
}
