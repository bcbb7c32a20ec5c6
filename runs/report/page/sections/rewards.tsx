import { useState } from 'preact/hooks'
import { plural } from '../../format.ts'
import type { FinalScore } from '../data/episode.ts'
import { usePage } from '../shell/page-context.ts'
import { Scroller } from '../shell/scroller.tsx'
import { cleanText } from '../text/clean.ts'
import { ScoreValue } from './score.tsx'
import type { Section, SectionProps } from './section.ts'

/** Final scores of each part, turn by turn, and their sums. */
export const rewardsSection: Section = {
  id: 'rewards',
  title: 'Final rewards',
  isShown: ({ outcome }) => outcome.reward !== null || outcome.turns.length > 0,
  Body: Rewards,
}

function Rewards({ episode }: SectionProps) {
  const { isPrinting } = usePage()
  const [areAllShown, setAllShown] = useState(false)
  const { parts, turns, reward } = episode.outcome
  const count = Math.max(turns.length, ...parts.map(([, scores]) => scores.length))
  const columns = [...parts, ['reward', turns] as const]
  const rows = Array.from({ length: count }, (_, turn) => turn)
  const telling = rows.filter((turn) => columns.some(([, scores]) => isTelling(scores[turn])))
  const shown = areAllShown || isPrinting ? rows : telling
  return (
    <Scroller label="Final rewards">
      <table>
        <thead>
          <tr>
            <th scope="col">Turn</th>
            {columns.map(([name], i) => (
              <th key={`${name} ${i === parts.length}`} scope="col" class="number">
                {cleanText(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((turn) => (
            <tr key={turn}>
              <th scope="row">{turn + 1}</th>
              {columns.map(([name, scores], i) => (
                <td key={`${name} ${i === parts.length}`} class="number">
                  <ScoreValue score={scores[turn]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            {parts.map(([name, scores]) => (
              <td key={name} class="number">
                <ScoreValue score={sumOf(scores)} />
              </td>
            ))}
            <td class="number">
              <ScoreValue score={reward ?? sumOf(turns)} />
            </td>
          </tr>
        </tfoot>
      </table>
      {shown.length < rows.length && (
        <button type="button" class="button quiet" onClick={() => setAllShown(true)}>
          Show {plural(rows.length - shown.length, 'more turn')} worth 0
        </button>
      )}
    </Scroller>
  )
}

const isTelling = (score: FinalScore | undefined) => score !== undefined && score.value !== 0

/** Unscored as soon as one summand is. */
function sumOf(scores: readonly FinalScore[]): FinalScore {
  const missing = scores.find(({ value }) => value === null)
  return missing ?? { value: scores.reduce((sum, { value }) => sum + (value ?? 0), 0), cause: null }
}
