import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { formatRoute, parseRoute, type Route } from '../route.ts'

export type Navigate = (route: Route, options?: { readonly replace?: boolean }) => void

/** The route of the page's address, and how to change it. */
export function useRoute(): readonly [Route, Navigate] {
  const [hash, setHash] = useState(() => location.hash)
  const moved = useRef<'there' | 'back'>('there')

  // As soon as there is a page: the address may change before it is painted.
  useLayoutEffect(() => {
    history.scrollRestoration = 'manual'
    const onPop = () => {
      moved.current = 'back'
      setHash(location.hash)
    }
    const onScroll = () => positions.set(location.hash, scrollY)
    // A click on a link is a popstate as well, and has no position yet.
    addEventListener('popstate', onPop)
    addEventListener('hashchange', onPop)
    addEventListener('scroll', onScroll, { passive: true })
    return () => {
      removeEventListener('popstate', onPop)
      removeEventListener('hashchange', onPop)
      removeEventListener('scroll', onScroll)
    }
  }, [])

  const route = parseRoute(hash)
  const place = placeOf(route)
  const known = useRef(place)
  useLayoutEffect(() => {
    if (known.current === place) return
    known.current = place
    scrollTo(0, moved.current === 'back' ? (positions.get(location.hash) ?? 0) : 0)
    moved.current = 'there'
  }, [place])

  const navigate = useCallback<Navigate>((next, { replace = false } = {}) => {
    const address = formatRoute(next)
    if (address === location.hash) return
    moved.current = 'there'
    try {
      history[replace ? 'replaceState' : 'pushState'](null, '', address)
      setHash(address)
    } catch {
      // Some frames have no history; their address still can change.
      if (!replace) location.hash = address
      else setHash(address)
    }
  }, [])
  return [route, navigate]
}

/** How far each address was scrolled. */
const positions = new Map<string, number>()

/** What makes another page of a route: a new one begins at its top. */
function placeOf(route: Route): string {
  return route.view === 'episode' ? `${route.run}/${route.id}` : route.view
}
