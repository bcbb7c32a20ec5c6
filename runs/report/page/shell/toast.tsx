import type { VNode } from 'preact'
import { useCallback, useRef, useState } from 'preact/hooks'

const SHOWN_MS = 2500

/** A line that says what was done, and goes by itself. */
export function useToast(): {
  readonly notify: (text: string) => void
  readonly toast: VNode
} {
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const notify = useCallback((next: string) => {
    clearTimeout(timer.current)
    setText(next)
    timer.current = setTimeout(() => setText(''), SHOWN_MS)
  }, [])
  const toast = (
    <div class="toast" role="status" data-shown={text !== ''}>
      {text}
    </div>
  )
  return { notify, toast }
}
