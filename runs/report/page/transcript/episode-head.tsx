import { useMemo } from 'preact/hooks'
import { formatMs, formatNumber, plural } from '../../format.ts'
import type { EpisodeRow } from '../../page-data.ts'
import type { Episode } from '../data/episode.ts'
import { OutcomeChip } from '../list/list-row.tsx'
import { quoted } from '../query/terms.ts'
import { formatRoute } from '../route.ts'
import { usePage } from '../shell/page-context.ts'
import { cleanText } from '../text/clean.ts'
import { relativesOf } from './address.ts'

type Fact = readonly [name: string, value: string | null | undefined]

/** What the episode was and how it came out, at a glance. */
export function EpisodeHead(props: {
  readonly row: EpisodeRow
  readonly episode: Episode | null
  readonly hrefOf: (row: EpisodeRow) => string
}) {
  const { row, episode, hrefOf } = props
  const { data } = usePage()
  const error = episode?.outcome.error
  const run = data.runs[row.run]
  const facts: readonly Fact[] = [
    [
      'reward',
      row.reward === null
        ? `none${row.unscored ? ` (${row.unscored})` : ''}`
        : formatNumber(row.reward),
    ],
    ['ended', row.ended],
    ['turns', `${row.turns}${row.failedActions > 0 ? `, ${row.failedActions} failed` : ''}`],
    ['time', formatMs(row.ms)],
    ['kind', row.kind],
    ['split', row.split],
    ['difficulty', row.difficulty],
    ['env', episode?.env ?? run?.env],
    ['agent', episode?.agent ?? run?.agent],
    ['seed', String(row.seed)],
    ['group', row.group],
    ['attempts', row.attempts === 1 ? null : String(row.attempts)],
  ]
  return (
    <header class="episode-head">
      <h2>
        {cleanText(row.task ?? row.id)} <OutcomeChip row={row} />
      </h2>
      {error && (
        <p class="note tone-bad">
          Failed in {error.phase} with {cleanText(error.class)}:{' '}
          {cleanText(firstLine(error.message))}
        </p>
      )}
      <dl class="facts-grid">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd title={value}>{cleanText(value)}</dd>
              </div>
            ),
        )}
      </dl>
      {episode && <Timings timings={episode.timings} />}
      <RelativeLinks row={row} hrefOf={hrefOf} />
    </header>
  )
}

/** The colours that the overview gives to phases. */
const phaseColour = (index: number) => `var(--plot-${((index + 4) % 8) + 1})`

/** Where the time went. */
function Timings({ timings }: Pick<Episode, 'timings'>) {
  const total = timings.reduce((sum, [, ms]) => sum + ms, 0)
  if (total <= 0) return null
  return (
    <div class="timings">
      <div class="timings-bar" aria-hidden="true">
        {timings.map(([name, ms], i) => (
          <span key={name} style={{ flexGrow: ms / total, background: phaseColour(i) }} />
        ))}
      </div>
      <ul>
        {timings.map(([name, ms], i) => (
          <li key={name}>
            <span class="dot" style={{ background: phaseColour(i) }} />
            {cleanText(name.replace(/Ms$/, ''))} {formatMs(ms)}
          </li>
        ))}
      </ul>
    </div>
  )
}

const LINKED = 12

function RelativeLinks(props: {
  readonly row: EpisodeRow
  readonly hrefOf: (row: EpisodeRow) => string
}) {
  const { row } = props
  const { data } = usePage()
  const { group, twins } = useMemo(() => relativesOf(row, data), [row, data])
  const label = data.runs[row.run]?.label ?? ''
  const groupQuery = `run:${quoted(label)} group:${quoted(row.group)}`
  const twinQuery = `seed:${row.seed}${row.task === null ? '' : ` task:${quoted(row.task)}`}`
  return (
    <>
      <Links name="Same group" rows={group} query={groupQuery} hrefOf={props.hrefOf} />
      <Links name="Same task and seed" rows={twins} query={twinQuery} hrefOf={props.hrefOf} />
    </>
  )
}

function Links(props: {
  readonly name: string
  readonly rows: readonly EpisodeRow[]
  readonly query: string
  readonly hrefOf: (row: EpisodeRow) => string
}) {
  const { name, rows, query, hrefOf } = props
  const { data } = usePage()
  if (rows.length === 0) return null
  const isElsewhere = new Set(rows.map(({ run }) => run)).size > 1 || name !== 'Same group'
  return (
    <nav class="relatives" aria-label={name}>
      <span class="muted">{name}</span>
      {rows.slice(0, LINKED).map((other) => (
        <a key={`${other.run}/${other.id}`} href={hrefOf(other)}>
          {isElsewhere && `${cleanText(data.runs[other.run]?.label ?? '')} `}
          {cleanText(other.id)} <OutcomeChip row={other} />
        </a>
      ))}
      <a href={formatRoute({ view: 'episodes', at: null, query, sort: '' })}>
        {rows.length > LINKED ? `All ${plural(rows.length, 'episode')}` : 'As a list'}
      </a>
    </nav>
  )
}

const firstLine = (text: string) => text.split('\n')[0] ?? ''
