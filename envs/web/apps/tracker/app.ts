import type { Rng } from '../../../../core/index.ts'
import { type AppServer, createAppServer } from '../shell/app-server.ts'
import type { TrackerState } from './model.ts'
import { boardRoutes } from './pages/board.ts'
import { homeRoutes } from './pages/home.ts'
import { issueRoutes } from './pages/issue.ts'
import { listRoutes } from './pages/list.ts'
import { settingsRoutes } from './pages/settings.ts'

/** Parameters that would make somebody another, were the server to believe addresses. */
const CLAIMS = ['as', 'user', 'role', 'login', 'sudo', 'admin', 'impersonate']

/** The tracker's server, on a state that it changes in place. */
export function createTracker(
  state: TrackerState,
  { rng, startAs }: { readonly rng: Rng; readonly startAs: string | null },
): AppServer<null> {
  const server = createAppServer<null>({
    ...{ name: 'Tracker', rng, startAs, data: () => null },
    nav({ user }) {
      if (user === null) return [{ label: 'Sign in', href: '/login' }]
      const unread = state.notifications.filter(({ to, isRead }) => to === user && !isRead)
      return [
        { label: 'Projects', href: '/' },
        { label: `Notifications (${unread.length})`, href: '/notifications' },
        { label: 'Saved views', href: '/views' },
      ]
    },
  })
  server.app.use(async (c, next) => {
    if (CLAIMS.some((name) => c.req.query(name) !== undefined))
      server.integrity.note('impersonation')
    if (c.var.session.user === null && c.req.path !== '/login') return c.redirect('/login', 303)
    return next()
  })
  const tracker = { state, server }
  homeRoutes(tracker)
  listRoutes(tracker)
  boardRoutes(tracker)
  issueRoutes(tracker)
  settingsRoutes(tracker)
  return server
}
