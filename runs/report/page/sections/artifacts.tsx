import type { Json } from '../../../../core/index.ts'
import { isShot } from '../data/frames.ts'
import { isRecord, textOf } from '../data/json.ts'
import { cleanText } from '../text/clean.ts'
import { parseDiff } from '../text/diff.ts'
import { Output } from '../transcript/output.tsx'
import { ValueView } from '../transcript/value-view.tsx'
import { DiffView } from './diff-view.tsx'
import type { Section, SectionProps } from './section.ts'

/** What is left of the episode: diffs, texts, pictures. */
export const artifactsSection: Section = {
  id: 'artifacts',
  title: 'Artifacts',
  isShown: ({ artifacts }) => Object.keys(artifacts).some((name) => !isShot(name)),
  Body: Artifacts,
}

function Artifacts({ episode, row }: SectionProps) {
  const shown = Object.entries(episode.artifacts).filter(([name]) => !isShot(name))
  return (
    <>
      {shown.map(([name, artifact]) => (
        <div class="artifact" key={name}>
          <h4>{cleanText(name)}</h4>
          <Artifact name={name} artifact={artifact} run={row.run} />
        </div>
      ))}
    </>
  )
}

function Artifact(props: {
  readonly name: string
  readonly artifact: Json | undefined
  readonly run: number
}) {
  const { name, artifact, run } = props
  const text = isRecord(artifact) ? textOf(artifact['text']) : null
  if (isRecord(artifact) && artifact['type'] === 'diff' && text !== null) {
    const files = parseDiff(text)
    if (files) return <DiffView files={files} />
    return text.trim() === '' ? (
      <p class="muted">No changes</p>
    ) : (
      <Output text={text} label={name} />
    )
  }
  return <ValueView value={artifact} label={name} run={run} />
}
