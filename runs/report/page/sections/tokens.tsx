import { useState } from 'preact/hooks'
import { formatInteger, formatNumber, plural } from '../../format.ts'
import type { EpisodeSample } from '../data/episode.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { cleanText } from '../text/clean.ts'
import type { Section, SectionProps } from './section.ts'

/** What the policy sampled, token by token. */
export const tokensSection: Section = {
  id: 'tokens',
  title: 'Tokens',
  isShown: ({ decisions }) => decisions.some(({ samples }) => samples.length > 0),
  Body: Tokens,
}

function Tokens({ episode }: SectionProps) {
  const samples = episode.decisions.flatMap(({ samples }, decision) =>
    samples.map((sample) => ({ sample, decision })),
  )
  const drawn = samples.reduce((sum, { sample }) => sum + sample.ids.length, 0)
  const trained = samples.filter(({ sample }) => sample.parent === null).length
  return (
    <>
      <p class="muted">
        {plural(drawn, 'sampled token')} in {plural(samples.length, 'sample')},{' '}
        {plural(trained, 'training sample')}. The deeper its colour, the less likely a token was.
      </p>
      <ol class="samples">
        {samples.map(({ sample, decision }, i) => (
          <li key={i}>
            <SampleView sample={sample} index={i} decision={decision} />
          </li>
        ))}
      </ol>
    </>
  )
}

function SampleView(props: {
  readonly sample: EpisodeSample
  readonly index: number
  readonly decision: number
}) {
  const { sample, index, decision } = props
  const { ids, logProbs, parent, purpose, promptIds, temperature, versions } = sample
  const mean = logProbs.reduce((sum, value) => sum + value, 0) / logProbs.length
  const facts = [
    `decision ${decision + 1}`,
    purpose,
    parent === null ? 'new training sample' : `extends sample ${parent + 1}`,
    `${formatInteger(promptIds)} prompt tokens added`,
    plural(ids.length, 'token'),
    Number.isFinite(mean) ? `mean log-probability ${formatNumber(mean)}` : null,
    temperature === null ? null : `temperature ${formatNumber(temperature)}`,
    versions.length === 0
      ? null
      : `policy ${versions.map(([version, length]) => `v${version} × ${length}`).join(', ')}`,
  ]
  return (
    <Disclosure
      isPrinted
      summary={
        <>
          <b>Sample {index + 1}</b>{' '}
          <span class="muted">{cleanText(facts.filter((fact) => fact !== null).join(' · '))}</span>
        </>
      }
    >
      {() => <TokenStrip ids={ids} logProbs={logProbs} />}
    </Disclosure>
  )
}

/** Drawn at first; the rest a click later. */
const SHOWN = 1000
/** A token less likely than this (nats) has the deepest colour. */
const DEEPEST = -6

function TokenStrip({ ids, logProbs }: Pick<EpisodeSample, 'ids' | 'logProbs'>) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? ids : ids.slice(0, SHOWN)
  return (
    <div class="tokens">
      {shown.map((id, i) => {
        const logProb = logProbs[i]
        const depth = logProb === undefined ? 0 : Math.min(1, Math.max(0, logProb / DEEPEST))
        return (
          <span
            key={i}
            style={{ '--depth': `${Math.round(depth * 100)}%` }}
            title={`Position ${i}: token ${id}${logProb === undefined ? '' : `, log-probability ${formatNumber(logProb)}`}`}
          >
            {id}
          </span>
        )
      })}
      {shown.length < ids.length && (
        <button type="button" class="button quiet" onClick={() => setWhole(true)}>
          Show all {plural(ids.length, 'token')}
        </button>
      )}
    </div>
  )
}
