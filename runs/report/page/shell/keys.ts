import { useLayoutEffect, useRef } from 'preact/hooks'

/** What each key does, by its name as an event gives it. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>

const layers: { readonly current: Keys }[] = []

/** Keys while a component stands in the page; the one that came last is asked first. */
export function useKeys(keys: Keys): void {
  const layer = useRef(keys)
  layer.current = keys
  // As soon as it is drawn: who sees it may press a key before the next frame.
  useLayoutEffect(() => {
    if (layers.length === 0) document.addEventListener('keydown', onKeyDown)
    layers.unshift(layer)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      if (layers.length === 0) document.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return
  for (const { current } of layers) {
    const act = Object.hasOwn(current, event.key) ? current[event.key] : undefined
    if (!act) continue
    act(event)
    return
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
  )
}
