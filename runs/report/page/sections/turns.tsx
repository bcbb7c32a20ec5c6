import { formatMs } from '../../format.ts'
import type { EpisodeDecision, EpisodeTurn } from '../data/episode.ts'
import { formatRoute } from '../route.ts'
import { Boundary } from '../shell/boundary.tsx'
import { Disclosure } from '../shell/disclosure.tsx'
import { memo } from '../shell/memo.ts'
import { toolOf } from '../text/action.ts'
import { cleanText } from '../text/clean.ts'
import { Output } from '../transcript/output.tsx'
import { ValueView } from '../transcript/value-view.tsx'
import { ActionBody } from './action-body.tsx'
import { Hash } from './hash.tsx'
import { omit, Pairs } from './pairs.tsx'
import { ScoreParts } from './score.tsx'
import type { Section, SectionProps } from './section.ts'
import { SignalChanges } from './signals.tsx'

/** What was done, and what came of it. */
export const turnsSection: Section = {
  id: 'turns',
  title: 'Turns',
  isShown: () => true,
  Body: Turns,
}

function Turns({ episode, row, route }: SectionProps) {
  const { turns, decisions } = episode
  const last = Math.max(-1, ...turns.map(({ decision }) => decision ?? -1))
  const unused = decisions
    .slice(last + 1)
    .filter(({ content, calls }) => content !== null || calls.length > 0)
  return (
    <>
      {turns.length === 0 && <p class="muted">No step was made.</p>}
      <ol class="turns">
        {turns.map((turn) => (
          <li key={turn.index} id={`turn-${turn.index}`} data-current={route.turn === turn.index}>
            <Boundary name={`Turn ${turn.index + 1}`}>
              <TurnView
                turn={turn}
                decision={turn.decision === null ? undefined : decisions[turn.decision]}
                run={row.run}
                href={formatRoute({ ...route, turn: turn.index })}
              />
            </Boundary>
          </li>
        ))}
      </ol>
      {unused.map((decision, i) => (
        <div class="turn" key={`decision ${i}`}>
          <p class="muted">A decision that led to no step:</p>
          <Message decision={decision} areCallsShown />
        </div>
      ))}
    </>
  )
}

/** Fields of a step's info that stand in its heading. */
const IN_HEADING = ['exitCode', 'failed', 'signals', 'invalid']

const TurnView = memo(function TurnView(props: {
  readonly turn: EpisodeTurn
  readonly decision: EpisodeDecision | undefined
  readonly run: number
  readonly href: string
}) {
  const { turn, decision, run, href } = props
  const facts = omit(turn.info, IN_HEADING)
  const isBad = turn.invalid !== null || turn.failed
  return (
    <article class={`turn ${isBad ? 'turn-bad' : ''}`} aria-label={`Turn ${turn.index + 1}`}>
      <Heading turn={turn} decision={decision} href={href} />
      {decision && !turn.continues && (
        <Message decision={decision} areCallsShown={turn.invalid !== null} />
      )}
      <ActionBody action={turn.action} />
      {turn.invalid !== null && (
        <p class="note tone-bad">Invalid action: {cleanText(turn.invalid)}</p>
      )}
      <ValueView
        value={turn.observation}
        label={`Observation of turn ${turn.index + 1}`}
        run={run}
      />
      <div class="meta">
        <ScoreParts turn={turn} />
        {turn.signals && <SignalChanges signals={turn.signals} previous={turn.previous} />}
        <Hash hash={turn.stateHash} />
      </div>
      {Object.keys(facts).length > 0 && <Pairs values={facts} />}
    </article>
  )
})

function Heading(props: {
  readonly turn: EpisodeTurn
  readonly decision: EpisodeDecision | undefined
  readonly href: string
}) {
  const { turn, decision, href } = props
  const { index, info, invalid, failed, ended, continues, durationMs, action } = turn
  const exitCode = info['exitCode']
  const tool = toolOf(action)
  return (
    <header>
      <a class="turn-number" href={href} aria-label={`Link to turn ${index + 1}`}>
        {index + 1}
      </a>
      {tool !== null && <b>{cleanText(tool)}</b>}
      {typeof exitCode === 'number' && (
        <span class={`chip tone-${exitCode === 0 ? 'neutral' : 'bad'}`}>exit {exitCode}</span>
      )}
      {invalid !== null && <span class="chip tone-bad">invalid</span>}
      {failed && invalid === null && <span class="chip tone-bad">failed</span>}
      {ended && <span class="chip tone-neutral">{ended}</span>}
      {continues && <span class="muted">same message as turn {index}</span>}
      <span class="durations muted">
        {decision?.durationMs != null && !continues && `agent ${formatMs(decision.durationMs)} · `}
        {durationMs !== null && `env ${formatMs(durationMs)}`}
      </span>
    </header>
  )
}

function Message(props: { readonly decision: EpisodeDecision; readonly areCallsShown: boolean }) {
  const { content, calls } = props.decision
  return (
    <>
      {content && <Output text={content} label="Message" class="prose message" />}
      {calls.length > 0 && (
        <Disclosure
          summary={`${calls.length} tool ${calls.length === 1 ? 'call' : 'calls'} as sampled`}
          isPrinted={props.areCallsShown}
        >
          {() =>
            calls.map((call, i) => (
              <Output
                key={i}
                text={`${call.name} ${call.arguments}`}
                label={`Tool call ${call.name}`}
              />
            ))
          }
        </Disclosure>
      )}
    </>
  )
}
