import type { Fields } from './kind.ts'
import { MICRO_ORIGIN } from './kind.ts'
import type { MicroServer } from './server.ts'

/** What a page's script can do: it has the cookie and the token of the page it is in. */
export async function visit({ host }: MicroServer, path = '/') {
  const page = await host.fetch(new Request(`${MICRO_ORIGIN}${path}`))
  const body = await page.text()
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
  const token = /"token":"(\w+)"/.exec(body)?.[1] ?? ''
  const own = { cookie, 'x-page-token': token }
  return {
    body,
    own,
    get: (to: string) => host.fetch(new Request(`${MICRO_ORIGIN}${to}`, { headers: { cookie } })),
    post: (to: string, fields: Fields, headers: Fields = own) =>
      host.fetch(
        new Request(`${MICRO_ORIGIN}${to}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(fields),
        }),
      ),
  }
}
