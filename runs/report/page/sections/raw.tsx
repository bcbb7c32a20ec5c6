import { Disclosure } from '../shell/disclosure.tsx'
import { Output } from '../transcript/output.tsx'
import type { Section, SectionProps } from './section.ts'

/** Everything that was stored, as it was stored. */
export const rawSection: Section = {
  id: 'raw',
  title: 'Raw',
  isShown: () => true,
  Body: Raw,
}

function Raw({ episode }: SectionProps) {
  return (
    <Disclosure summary="Trajectory as JSON">
      {() => <Output text={JSON.stringify(episode.raw, null, 2)} label="Trajectory as JSON" />}
    </Disclosure>
  )
}
