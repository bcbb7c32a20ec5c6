import type { JsonRecord } from '../data/json.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { cleanText } from '../text/clean.ts'
import { changesOf } from '../text/signals.ts'
import { Pairs } from './pairs.tsx'

/** Signals of a moment: what changed is in sight, the rest a click away. */
export function SignalChanges(props: {
  readonly signals: JsonRecord
  readonly previous: JsonRecord
  readonly title?: string
}) {
  const { signals, previous, title = 'signals' } = props
  const changed = changesOf(signals, previous).filter(({ isChanged }) => isChanged)
  const count = Object.keys(signals).length
  if (count === 0) return null
  return (
    <div class="signals">
      {changed.map(({ name, value, before }) => (
        <span key={name} class="signal">
          {cleanText(name)}{' '}
          {before !== null && (
            <>
              <s>{short(before)}</s> <span aria-hidden="true">→</span>{' '}
            </>
          )}
          <b>{short(value)}</b>
        </span>
      ))}
      <Disclosure summary={`all ${count} ${title}`} isPrinted>
        {() => <Pairs values={signals} />}
      </Disclosure>
    </div>
  )
}

const short = (text: string) => {
  const clean = cleanText(text)
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean
}
