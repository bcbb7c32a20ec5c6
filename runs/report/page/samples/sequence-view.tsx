import { useMemo, useRef, useState } from 'preact/hooks'
import { formatInteger, formatNumber, formatShare, plural } from '../../format.ts'
import type { SampleSequence, SampleTurn } from '../../samples/sample.ts'
import { usePage } from '../shell/page-context.ts'
import { cleanText } from '../text/clean.ts'
import { type DrawnPiece, type DrawnToken, depthOf, piecesOf, type ReadPiece } from './pieces.ts'

/** Drawn tokens that are shown at first; the rest a click later. */
const SHOWN = 3000

interface Chosen {
  readonly token: DrawnToken
  readonly turn: number | null
}

/** A sequence as it was read and drawn. Tokens are one stop of the keyboard: arrows go from one to the next. */
export function SequenceView(props: {
  readonly sequence: SampleSequence
  readonly turns: readonly SampleTurn[]
  readonly largest: number
}) {
  const { sequence, turns, largest } = props
  const { isPrinting } = usePage()
  const [isWhole, setWhole] = useState(false)
  const [chosen, setChosen] = useState<number | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const pieces = useMemo(() => piecesOf(sequence), [sequence])
  const tokens = useMemo(() => tokensOf(pieces), [pieces])
  const limit = isWhole || isPrinting ? Number.POSITIVE_INFINITY : SHOWN
  const current = chosen === null ? null : (tokens.get(chosen) ?? null)
  const stop = chosen ?? tokens.keys().next().value

  const choose = (event: Event) => {
    const at = event.target instanceof HTMLElement ? event.target.dataset['at'] : undefined
    if (at !== undefined) setChosen(Number(at))
  }
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (by === undefined || !(event.target instanceof HTMLElement)) return
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-at]') ?? [])]
    const next = all[all.indexOf(event.target) + by]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  let drawn = 0
  return (
    <>
      <p class="token-facts" aria-live="polite">
        {current ? <TokenFacts chosen={current} /> : 'Point at a token, or reach it with the keys.'}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: events of the tokens in it */}
      {/* biome-ignore lint/a11y/useKeyWithMouseEvents: focus is listened to as well */}
      <div
        ref={box}
        class="sequence"
        onMouseOver={choose}
        onFocusIn={choose}
        onClick={choose}
        onKeyDown={move}
      >
        {pieces.map((piece, i) => {
          if (drawn >= limit) return null
          if (piece.kind === 'read') return <Read key={i} piece={piece} />
          const shown = piece.tokens.slice(0, limit - drawn)
          drawn += shown.length
          return (
            <Drawn
              key={i}
              {...{ turns, largest, stop }}
              turn={piece.turn}
              tokens={shown}
              isStart={isStartOfTurn(pieces, i)}
            />
          )
        })}
      </div>
      {drawn < tokens.size && (
        <button type="button" class="button quiet" onClick={() => setWhole(true)}>
          Show all {plural(tokens.size, 'drawn token')}
        </button>
      )}
    </>
  )
}

function tokensOf(pieces: ReturnType<typeof piecesOf>): ReadonlyMap<number, Chosen> {
  return new Map(
    pieces.flatMap((piece) =>
      piece.kind === 'drawn'
        ? piece.tokens.map((token) => [token.at, { token, turn: piece.turn }] as const)
        : [],
    ),
  )
}

/** A turn may be interrupted by what was read: its figures are said once. */
function isStartOfTurn(pieces: ReturnType<typeof piecesOf>, at: number): boolean {
  const piece = pieces[at]
  const before = pieces.slice(0, at).findLast((other) => other.kind === 'drawn')
  return piece?.kind === 'drawn' && before?.turn !== piece.turn
}

function TokenFacts({ chosen: { token, turn } }: { readonly chosen: Chosen }) {
  const { id, text, logProb, advantage, isTrained } = token
  const facts = [
    `id ${id}`,
    logProb === null ? 'no log-probability' : `log-prob ${formatNumber(logProb)}`,
    logProb === null ? null : `probability ${formatShare(Math.exp(logProb))}`,
    `advantage ${signed(advantage)}`,
    turn === null ? null : `turn ${turn + 1}`,
    isTrained ? 'trained' : 'not trained',
  ]
  return (
    <>
      <code>{visible(text)}</code> {facts.filter((fact) => fact !== null).join(' · ')}
    </>
  )
}

/** A longer prompt is folded in its middle. */
const LONG = 1600
const KEPT = 500

function Read({ piece: { text, tokens } }: { readonly piece: ReadPiece }) {
  const [isOpen, setOpen] = useState(false)
  const { isPrinting } = usePage()
  if (text.length <= LONG || isOpen || isPrinting)
    return <span class="read">{cleanText(text)}</span>
  return (
    <>
      <span class="read">{cleanText(text.slice(0, KEPT))}</span>
      <button type="button" class="button fold-text" onClick={() => setOpen(true)}>
        … {formatInteger(text.length - 2 * KEPT)} characters more ({plural(tokens, 'token')} in all)
      </button>
      <span class="read">{cleanText(text.slice(-KEPT))}</span>
    </>
  )
}

function Drawn(
  props: Omit<DrawnPiece, 'kind'> & {
    readonly turns: readonly SampleTurn[]
    readonly largest: number
    /** The token that Tab comes to. */
    readonly stop: number | undefined
    readonly isStart: boolean
  },
) {
  const { turn, tokens, turns, largest, stop, isStart } = props
  return (
    <>
      {isStart && turn !== null && <TurnMark turn={turn} of={turns[turn]} />}
      {tokens.map(({ at, text, isTrained, logProb, advantage }) => {
        const depth = depthOf(advantage, largest)
        return (
          <span
            key={at}
            data-at={at}
            tabIndex={at === stop ? 0 : -1}
            class={`token ${depth < 0 ? 'low' : 'high'} ${isTrained ? 'trained' : ''}`}
            style={{ '--depth': `${Math.round(Math.abs(depth) * 100)}%` }}
            title={`${logProb === null ? '' : `log-prob ${formatNumber(logProb)}, probability ${formatShare(Math.exp(logProb))}, `}advantage ${signed(advantage)}`}
          >
            {shownToken(text)}
          </span>
        )
      })}
    </>
  )
}

function TurnMark({ turn, of }: { readonly turn: number; readonly of: SampleTurn | undefined }) {
  const { reward = null, advantage = null } = of ?? {}
  const parts = [
    `turn ${turn + 1}`,
    reward === null ? null : `reward ${formatNumber(reward)}`,
    advantage === null ? null : `advantage ${signed(advantage)}`,
  ]
  return <span class="turn-mark">{parts.filter((part) => part !== null).join(' · ')}</span>
}

const signed = (value: number) => `${value > 0 ? '+' : ''}${formatNumber(value)}`
/** Lines break where the policy broke them, and it is seen that it did. */
const shownToken = (text: string) => (text === '' ? '␀' : cleanText(text).replaceAll('\n', '↵\n'))
const visible = (text: string) => cleanText(text).replaceAll('\n', '↵').replaceAll(' ', '·') || '␀'
