import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** The rows in view, and some around them. */
export interface RowWindow {
  readonly first: number
  readonly end: number
  /** Rows that fit in view. */
  readonly page: number
  readonly reveal: (index: number) => void
}

const AROUND = 12

/** How far each list was scrolled when it was left. */
const positions = new Map<string, number>()

export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  /** What makes it another list: that begins at its top. */
  listKey: string,
  selected: number,
): RowWindow {
  const [view, setView] = useState({ top: 0, height: 900 })
  const known = useRef<string | null>(null)
  const isEmpty = count === 0

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const update = () => {
      positions.set(known.current ?? listKey, element.scrollTop)
      setView((before) => {
        const next = { top: element.scrollTop, height: element.clientHeight }
        // Rows are drawn anew only when others come into view.
        const isSame =
          Math.floor(before.top / rowHeight) === Math.floor(next.top / rowHeight) &&
          before.height === next.height
        return isSame ? before : next
      })
    }
    const observer = new ResizeObserver(update)
    observer.observe(element)
    element.addEventListener('scroll', update, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', update)
    }
  }, [scroller, rowHeight, isEmpty, listKey])

  const revealIn = (index: number, isCentred: boolean) => {
    const element = scroller.current
    if (!element || index < 0) return
    const head = element.querySelector('thead')?.offsetHeight ?? 0
    const above = index * rowHeight
    const below = above + rowHeight + head - element.clientHeight
    if (element.scrollTop >= below && element.scrollTop <= above) return
    if (isCentred) element.scrollTop = (above + below) / 2
    else element.scrollTop = element.scrollTop > above ? above : below
  }

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || known.current === listKey) return
    const isFirst = known.current === null
    known.current = listKey
    element.scrollTop = isFirst ? (positions.get(listKey) ?? 0) : 0
    if (isFirst) revealIn(selected, true)
  }, [listKey, isEmpty])

  const top = Math.floor(view.top / rowHeight)
  const page = Math.max(1, Math.floor(view.height / rowHeight) - 2)
  return {
    first: Math.max(0, Math.min(top, count - 1) - AROUND),
    end: Math.min(count, top + Math.ceil(view.height / rowHeight) + AROUND),
    page,
    reveal: (index) => revealIn(index, false),
  }
}
