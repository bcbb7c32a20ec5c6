import type { Site } from '../site/site.ts'

/** Addresses that a task serves or lets through. */
export function allowsAddress(site: Site, liveHosts: readonly string[]) {
  const isLive = (host: string) =>
    liveHosts.some((live) => (live.startsWith('*.') ? host.endsWith(live.slice(1)) : host === live))
  return (address: string): boolean => {
    if (address === 'about:blank') return true
    const url = URL.canParse(address) ? new URL(address) : null
    if (url === null || !/^https?:$/.test(url.protocol)) return false
    return (
      Object.hasOwn(site, url.host) || Object.hasOwn(site, url.hostname) || isLive(url.hostname)
    )
  }
}
