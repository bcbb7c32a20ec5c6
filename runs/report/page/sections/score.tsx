import { formatNumber } from '../../format.ts'
import type { EpisodeTurn, FinalScore } from '../data/episode.ts'
import { cleanText } from '../text/clean.ts'

/** A final score: a value, or why there is none. */
export function ScoreValue({ score }: { readonly score: FinalScore | null | undefined }) {
  if (!score) return <span class="muted">–</span>
  if (score.value === null) {
    return <span class="tone-warning">unscored: {cleanText(score.cause ?? 'unknown')}</span>
  }
  return <span class={score.value === 0 ? 'muted' : undefined}>{formatNumber(score.value)}</span>
}

/** What a turn was worth: as it seemed at once, and as it is known at the end, with the parts of both. */
export function ScoreParts({ turn }: { readonly turn: EpisodeTurn }) {
  const { reward, rewards, final, finalParts } = turn
  if (reward === null && !final) return null
  const names = [...new Set([...rewards, ...finalParts].map(([name]) => name))]
  const isWorth = (reward ?? 0) !== 0 || final?.value !== 0
  return (
    <span class={isWorth ? 'reward' : 'reward muted'}>
      reward <b>{reward === null ? '–' : formatNumber(reward)}</b>
      {final && (
        <>
          , final <ScoreValue score={final} />
        </>
      )}
      {names.length > 0 && (
        <span class="parts">
          {names.map((name) => {
            const first = rewards.find(([other]) => other === name)?.[1]
            const last = finalParts.find(([other]) => other === name)?.[1]
            return (
              <span key={name}>
                {cleanText(name)} {first === undefined ? '–' : formatNumber(first)}
                {last && (
                  <>
                    {' → '}
                    <ScoreValue score={last} />
                  </>
                )}
              </span>
            )
          })}
        </span>
      )}
    </span>
  )
}
