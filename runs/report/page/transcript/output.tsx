import { useContext, useMemo, useRef, useState } from 'preact/hooks'
import { formatInteger, plural } from '../../format.ts'
import { usePage } from '../shell/page-context.ts'
import { chunksOf, excerptOf, lineCount } from '../text/chunks.ts'
import { cleanText } from '../text/clean.ts'
import { countMatches, highlight } from '../text/highlight.ts'
import { OutputsContext, useOpen } from './outputs.ts'

export interface OutputProps {
  readonly text: string
  /** For who cannot see where it stands. */
  readonly label: string
  readonly class?: string
  /** How many times as much of a long one is shown at first. */
  readonly scale?: number
}

/** Longer ones are not unfolded by themselves, whatever was found in them. */
const UNFOLDED_AT_MOST = 200_000

/** A text as it was printed: a long one is folded to its beginning and end. */
export function Output({ text: raw, label, class: className = '', scale }: OutputProps) {
  const { isPrinting } = usePage()
  const { words } = useContext(OutputsContext)
  const text = useMemo(() => cleanText(raw), [raw])
  const excerpt = useMemo(() => excerptOf(text, scale), [text, scale])
  const found = useMemo(() => countMatches(text, words), [text, words])
  const isFoundInside =
    excerpt !== null &&
    text.length <= UNFOLDED_AT_MOST &&
    found > countMatches(excerpt.head, words) + countMatches(excerpt.tail, words)
  const [isOpen, setOpen] = useOpen(isFoundInside)
  if (text === '') return <p class="muted empty-output">{label}: empty</p>
  if (!excerpt) {
    return (
      <figure aria-label={label}>
        <pre class={`output ${className}`}>
          <Marked text={text} words={words} />
        </pre>
      </figure>
    )
  }
  if (isOpen || isPrinting) {
    return <WholeOutput text={text} label={label} class={className} onFold={() => setOpen(false)} />
  }
  return (
    <figure aria-label={label}>
      <pre class={`output ${className}`}>
        <Marked text={excerpt.head} words={words} />
        <button type="button" class="fold" onClick={() => setOpen(true)}>
          {excerpt.hiddenLines > 1
            ? `Show all ${formatInteger(lineCount(text))} lines`
            : `Show all ${plural(text.length, 'character')}`}
        </button>
        <Marked text={excerpt.tail} words={words} />
      </pre>
    </figure>
  )
}

/** Laid out piece by piece as it comes into view, so that its size does not matter. */
function WholeOutput(props: OutputProps & { onFold(): void }) {
  const { text, label, onFold } = props
  const { words } = useContext(OutputsContext)
  const [wanted, setWanted] = useState('')
  const body = useRef<HTMLPreElement>(null)
  const chunks = useMemo(() => chunksOf(text), [text])
  const marked = wanted.length > 1 ? [wanted] : words
  const count = useMemo(
    () => (wanted.length > 1 ? countMatches(text, [wanted]) : null),
    [text, wanted],
  )
  const toNext = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    goToMatch(body.current, event.shiftKey ? -1 : 1)
  }
  return (
    <figure aria-label={label}>
      <div class="output-tools">
        <button type="button" class="button quiet" onClick={onFold}>
          Fold
        </button>
        <input
          type="search"
          aria-label={`Find in ${label}`}
          placeholder="Find, Enter for the next"
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
          onKeyDown={toNext}
        />
        <span class="muted" role="status">
          {count === null ? plural(lineCount(text), 'line') : plural(count, 'match', 'matches')}
        </span>
      </div>
      <pre ref={body} class={`output ${props.class ?? ''}`}>
        {chunks.map(({ text: piece, lines }, i) => (
          <span
            key={i}
            class="chunk"
            style={{ containIntrinsicSize: `auto ${(lines * 1.5).toFixed(1)}em` }}
          >
            <Marked text={piece} words={marked} />
          </span>
        ))}
      </pre>
    </figure>
  )
}

/** A text with what was searched for in it. */
export function Marked({
  text,
  words,
}: {
  readonly text: string
  readonly words: readonly string[]
}) {
  const pieces = useMemo(() => highlight(text, words), [text, words])
  return (
    <>
      {pieces.map((piece, i) => (piece.isMatch ? <mark key={i}>{piece.text}</mark> : piece.text))}
    </>
  )
}

function goToMatch(body: HTMLElement | null, step: 1 | -1): void {
  const marks = [...(body?.querySelectorAll('mark') ?? [])]
  const current = marks.findIndex((mark) => 'current' in mark.dataset)
  const next = marks[(current + step + marks.length) % marks.length]
  if (!next) return
  delete marks[current]?.dataset['current']
  next.dataset['current'] = ''
  next.scrollIntoView({ block: 'center' })
}
