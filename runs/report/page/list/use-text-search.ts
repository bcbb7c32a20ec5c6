import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { PageData } from '../../page-data.ts'
import { type Hits, keyOf } from '../query/query.ts'
import type { Source } from '../source.ts'

/** What is known so far of where words occur. */
export interface TextSearch {
  readonly hits: Hits
  /** How much was looked through; null while nothing is searched for. */
  readonly share: number | null
  readonly problem: string | null
}

/** Shorter ones occur everywhere. */
const SHORTEST = 2
const TYPING_MS = 200
const SHOW_EVERY_MS = 120
const KEPT_WORDS = 8
/** A run that goes on has more to search every second. */
const AGAIN_MS = 5000

interface Found {
  readonly hits: Map<string, ReadonlySet<string>>
  /** The data that a word was looked for in to the end. */
  readonly done: Map<string, PageData>
}

/** Looks for words in the transcripts, one after the other, and gives what was found so far. */
export function useTextSearch(
  newest: PageData,
  source: Source,
  words: readonly string[],
): TextSearch {
  const found = useRef<Found>({ hits: new Map(), done: new Map() })
  const [version, setVersion] = useState(0)
  const [progress, setProgress] = useState<Pick<TextSearch, 'share' | 'problem'>>(IDLE)
  const key = JSON.stringify(words)
  const data = useSettled(newest, progress.share === null)

  useEffect(() => {
    const { hits, done } = found.current
    for (const word of hits.keys()) {
      if (hits.size <= KEPT_WORDS || words.includes(word)) continue
      hits.delete(word)
      done.delete(word)
    }
    const wanted = words.filter((word) => word.length >= SHORTEST && done.get(word) !== data)
    if (wanted.length === 0) {
      setProgress(IDLE)
      return
    }
    const control = new AbortController()
    let shown = 0
    const show = (share: number, isLast: boolean) => {
      const now = performance.now()
      if (!isLast && now - shown < SHOW_EVERY_MS) return
      shown = now
      setProgress({ share, problem: null })
      setVersion((before) => before + 1)
    }
    const search = async () => {
      for (const [i, word] of wanted.entries()) {
        const keys = new Set(hits.get(word))
        hits.set(word, keys)
        await source.search(word, control.signal, (episodes, share) => {
          for (const episode of episodes) keys.add(keyOf(episode))
          show((i + share) / wanted.length, false)
        })
        control.signal.throwIfAborted()
        done.set(word, data)
        show((i + 1) / wanted.length, true)
      }
      setProgress(IDLE)
    }
    const timer = setTimeout(() => {
      setProgress({ share: 0, problem: null })
      search().catch((error: unknown) => {
        if (control.signal.aborted) return
        setProgress({
          share: null,
          problem: error instanceof Error ? error.message : String(error),
        })
      })
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      control.abort()
    }
  }, [key, data, source])

  // A new map each time more is found, so that who depends on it looks again.
  const hits = useMemo<Hits>(() => new Map(found.current.hits), [version])
  const { done } = found.current
  const isWanting = words.some((word) => word.length >= SHORTEST && done.get(word) !== data)
  // From the first letter on: what was not searched yet is not yet missing.
  const share = progress.share ?? (isWanting && progress.problem === null ? 0 : null)
  return useMemo(() => ({ ...progress, hits, share }), [hits, progress, share])
}

/** The data to search: newer one only some time after the last search came to its end. */
function useSettled(newest: PageData, isIdle: boolean): PageData {
  const [settled, setSettled] = useState(newest)
  const latest = useRef(newest)
  latest.current = newest
  const isStale = newest !== settled
  useEffect(() => {
    if (!isStale || !isIdle) return
    const timer = setTimeout(() => setSettled(latest.current), AGAIN_MS)
    return () => clearTimeout(timer)
  }, [isStale, isIdle])
  return settled
}

const IDLE = { share: null, problem: null }
