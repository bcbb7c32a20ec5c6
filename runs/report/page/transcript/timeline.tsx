import { formatNumber } from '../../format.ts'
import type { Episode, EpisodeTurn } from '../data/episode.ts'
import { type EpisodeRoute, formatRoute } from '../route.ts'
import { nameOfAction } from '../text/action.ts'

/** One mark a turn: where it went wrong, where it paid. */
export function Timeline(props: {
  readonly episode: Episode
  readonly route: EpisodeRoute
  onTurn(turn: number): void
}) {
  const { episode, route, onTurn } = props
  if (episode.turns.length === 0) return null
  return (
    <nav
      class="timeline"
      aria-label="Turns"
      style={{ gap: episode.turns.length > 120 ? '0' : '2px' }}
    >
      {episode.turns.map((turn) => {
        const { tone, says } = markOf(turn)
        const label = `Turn ${turn.index + 1}: ${[nameOfAction(turn.action), ...says].join(', ')}`
        return (
          <a
            key={turn.index}
            href={formatRoute({ ...route, turn: turn.index })}
            class={`mark mark-${tone}`}
            aria-current={route.turn === turn.index ? 'step' : undefined}
            title={label}
            onClick={(event) => {
              event.preventDefault()
              onTurn(turn.index)
            }}
          >
            <span class="unseen">{label}</span>
          </a>
        )
      })}
    </nav>
  )
}

function markOf({ invalid, failed, reward, final, ended }: EpisodeTurn) {
  const pay = final?.value ?? reward ?? 0
  const says = [
    invalid !== null && 'invalid',
    failed && 'failed',
    pay !== 0 && `reward ${formatNumber(pay)}`,
    ended,
  ].filter((text) => typeof text === 'string')
  const tone = invalid !== null || failed ? 'bad' : pay > 0 ? 'good' : pay < 0 ? 'loss' : 'plain'
  return { tone, says }
}
