import { z } from 'zod'
import { EnvError } from './errors.ts'
import { plainJson } from './json.ts'
import { zodProblem } from './zod-problem.ts'

/**
 * A picture, wherever JSON may stand (observations, info, artifacts): MCP's image content, or a file
 * in the run's folder.
 */
export type Image =
  | { readonly type: 'image'; readonly mimeType: string; readonly data: string }
  | { readonly type: 'image'; readonly mimeType: string; readonly path: string }

/** What is left of an episode for people and judges to look at; rewards over signals never see it. */
export type Artifact =
  /** Unified diff. */
  | { readonly type: 'diff'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | Image

/** By name. */
export type Artifacts = Readonly<Record<string, Artifact>>

const schema = z.record(
  z.string(),
  z.union([
    z.looseObject({ type: z.enum(['diff', 'text']), text: z.string() }),
    z.looseObject({ type: z.literal('image'), mimeType: z.string(), data: z.string() }),
    z.looseObject({ type: z.literal('image'), mimeType: z.string(), path: z.string() }),
  ]),
)

/**
 * A copy of what an env left, as plain JSON; undefined where that is nothing.
 * @throws EnvError when something in it is no artifact: a run with it could not be read again.
 */
export function keepArtifacts(id: string, left: Artifacts | null): Artifacts | undefined {
  if (left === null) return undefined
  const parsed = schema.safeParse(plainJson(left))
  if (!parsed.success) {
    throw new EnvError(
      `Cannot keep the artifacts of ${id}: ${zodProblem(parsed.error)} (return diffs, texts and images by name)`,
    )
  }
  return Object.keys(parsed.data).length > 0 ? parsed.data : undefined
}
