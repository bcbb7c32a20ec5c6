import type { ActContext } from './act-context.ts'
import { Blocked, quoted } from './blocked.ts'

const OPENABLE = ['http:', 'https:']

/**
 * The whole address; one without a scheme is taken as a person's would be.
 * @throws Blocked where it must not be opened: nothing of it is run or asked for.
 */
export function addressOf(context: ActContext, text: string): string {
  const address = text.trim()
  if (address === 'about:blank') return address
  const url = parse(address, context.page.url())
  if (!url) throw new Blocked(`${quoted(address)} is no address (http://host/path is one).`)
  if (!OPENABLE.includes(url.protocol)) {
    throw new Blocked(`Addresses of ${url.protocol} cannot be opened, only http: and https: ones.`)
  }
  if (!context.isAllowed(url.href)) {
    throw new Blocked(`${url.host} cannot be reached: it is none of the task's hosts.`)
  }
  return url.href
}

function parse(address: string, base: string): URL | null {
  if (/^[a-z][a-z0-9+.-]*:(?!\d+(\/|$))/i.test(address)) return parsed(address)
  if (/^[/?#]/.test(address)) return parsed(address, base)
  return parsed(`http://${address}`)
}

function parsed(address: string, base?: string): URL | null {
  return URL.canParse(address, base) ? new URL(address, base) : null
}
