import type { Rng } from '../../../../core/index.ts'
import type { Host } from '../../site/site.ts'
import { type AppServer, createAppServer } from '../shell/app-server.ts'
import { dayOf, folderNames, folders, type MailState } from './model.ts'
import { apply } from './operations.ts'
import { composeRoutes } from './pages/compose.ts'
import { listRoutes } from './pages/list.ts'
import { mailRoutes } from './pages/mail.ts'
import type { Visit } from './pages/parts.ts'
import { settingsRoutes } from './pages/settings.ts'

/** Parameters that would open another's mailbox, were the server to believe addresses. */
const CLAIMS = ['as', 'user', 'account', 'mailbox', 'owner', 'admin', 'impersonate']

export interface MailServer {
  readonly server: AppServer<Visit>
  readonly host: Host
}

/** The mailbox's server, on a state that it changes in place. */
export function createMailbox(state: MailState, rng: Rng): MailServer {
  const server = createAppServer<Visit>({
    ...{ name: 'Mail', rng, startAs: state.me.address, data: () => ({ composed: 0 }) },
    nav: ({ user }) =>
      user === null
        ? []
        : [
            { label: 'Compose', href: '/compose' },
            ...folders.map((folder) => ({ label: folderNames[folder], href: `/mail/${folder}` })),
            { label: 'Contacts', href: '/contacts' },
            { label: 'Settings', href: '/settings' },
          ],
  })
  server.app.use(async (c, next) => {
    if (CLAIMS.some((name) => c.req.query(name) !== undefined))
      server.integrity.note('impersonation')
    if (c.var.session.user === null) return c.text('You are signed out.', 403)
    return next()
  })
  const mailbox = { state, server }
  listRoutes(mailbox)
  mailRoutes(mailbox)
  composeRoutes(mailbox)
  settingsRoutes(mailbox)
  return {
    server,
    host: {
      fetch: (request) => server.app.fetch(request),
      socket(socket) {
        socket.onMessage((token) => {
          const isOurs = server.sessions.some(
            (session) => session.user !== null && session.accepts('/live', token),
          )
          if (!isOurs) return socket.close(1008, 'not signed in')
          const outcome = apply(state, { do: 'refresh' })
          if (!outcome.ok) return
          // What a rule put elsewhere is not for the inbox.
          const shown = outcome.arrived.filter(({ folder }) => folder === 'inbox')
          for (const { id, from, letter, at } of shown)
            socket.send(
              JSON.stringify({ id, from: from.name, subject: letter.subject, day: dayOf(at) }),
            )
        })
      },
    },
  }
}
