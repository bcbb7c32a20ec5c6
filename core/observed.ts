import type { Image } from './artifact.ts'

/**
 * What a model reads of an observation: text word for word, of a list of parts (MCP's content) its texts, of an object
 * with a `text` that text (the rest is for programs), and anything else as JSON.
 */
export function observationText(observation: unknown): string {
  if (typeof observation === 'string') return observation
  if (isTold(observation)) return observation.text
  if (!isParts(observation)) return JSON.stringify(observation)
  return observation.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}

/** The pictures of an observation, for models that see. */
export function observationImages(observation: unknown): readonly Image[] {
  if (!isParts(observation)) return []
  return observation.filter((part) => part.type === 'image')
}

const isTold = (value: unknown): value is { readonly text: string } =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

type Part = { readonly type: 'text'; readonly text: string } | Image

function isParts(value: unknown): value is readonly Part[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPart)
}

function isPart(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  const { type, text, mimeType } = value as Readonly<Record<string, unknown>>
  return type === 'text'
    ? typeof text === 'string'
    : type === 'image' && typeof mimeType === 'string'
}
