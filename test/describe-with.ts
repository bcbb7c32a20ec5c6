import { describe } from 'vitest'
import { hasSystemPart, type SystemPart } from './system-parts.ts'

/** A suite that needs a part of the system: skipped with its reason where that is missing. */
export function describeWith(part: SystemPart, title: string, body: () => void): void {
  if (hasSystemPart(part)) describe(title, body)
  else describe.skip(`${title} (needs ${part}: npm run ${setUpOf(part)})`, body)
}

const setUpOf = (part: SystemPart) => (part === 'tensorflow' ? 'setup:tensorflow' : 'setup:system')
