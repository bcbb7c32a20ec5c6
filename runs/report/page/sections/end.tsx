import { cleanText } from '../text/clean.ts'
import { Output } from '../transcript/output.tsx'
import { Pairs } from './pairs.tsx'
import type { Section, SectionProps } from './section.ts'
import { SignalChanges } from './signals.tsx'

/** How it ended, and what was measured then. */
export const endSection: Section = {
  id: 'end',
  title: 'End',
  isShown: () => true,
  Body: End,
}

function End({ episode }: SectionProps) {
  const { outcome, finalSignals, finalInfo, turns, versions } = episode
  const { error, ended, status } = outcome
  const last = turns.findLast(({ signals }) => signals !== null)
  const reason = turns.at(-1)?.info['reason']
  return (
    <>
      {error ? (
        <>
          <p class="note tone-bad">
            Failed in {error.phase} with {cleanText(error.class)}: not scored
          </p>
          <Output text={error.message} label="Message of the failure" />
          {error.stack && <Output text={error.stack} label="Stack of the failure" />}
        </>
      ) : (
        <p>
          {ended === 'terminated' && 'The task ended itself'}
          {ended === 'truncated' && 'A limit ended the episode'}
          {ended === null && `How it ended is not known${status ? ` (${status})` : ''}`}
          {typeof reason === 'string' && <span class="muted"> · {cleanText(reason)}</span>}
        </p>
      )}
      {finalSignals && (
        <SignalChanges
          signals={finalSignals}
          previous={last?.signals ?? episode.initial.signals}
          title="final signals"
        />
      )}
      <Pairs values={finalInfo} />
      <Pairs values={versions} />
    </>
  )
}
