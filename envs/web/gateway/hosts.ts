import dns from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What Chromium asks of its own accord: no page's doing. */
const BACKGROUND = [
  /^(?:accounts|clients\d*|safebrowsing|tools|update)\.google\.com$/,
  /^(?:android\.clients|sb-ssl|optimizationguide-pa)\.google\.com$/,
  /^(?:content-autofill|optimizationguide-pa|safebrowsing|update)\.googleapis\.com$/,
  /^(?:chromewebstore|passwordsleakcheck-pa|safebrowsingohttpgateway)\.googleapis\.com$/,
  /(?:^|\.)gvt[12]\.com$/,
]

export const isBackground = (host: string): boolean => BACKGROUND.some((name) => name.test(host))

/** Whether one of `example.com`, `*.example.com` or `example.com:8080` allows it; without a port, the usual two. */
export function isLive(patterns: readonly string[], { hostname, port }: URL): boolean {
  return patterns.some((pattern) => {
    const [, name = '', asked] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? []
    const isPort = asked === undefined ? isUsual(port) : asked === (port || '80')
    if (!isPort) return false
    if (!name.startsWith('*.')) return name === hostname
    return isIP(hostname) === 0 && hostname.endsWith(name.slice(1))
  })
}

const isUsual = (port: string): boolean => port === '' || port === '80' || port === '443'

/** Names that say themselves where they lead. */
export const isLocalName = (host: string): boolean =>
  host === 'localhost' || isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0

const inside = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(net, prefix, 'ipv4')
}
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inside.addSubnet(net, prefix, 'ipv6')
}

/** Of this machine, or of its own network. */
export const isInside = (address: string): boolean =>
  inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Looks a name up, and finds nothing where it leads to this machine or its network: names can be made to. */
export const publicLookup: LookupFunction = (host, options, found) => {
  dns.lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return found(error, [])
    const outside = addresses.filter(({ address }) => host === 'localhost' || !isInside(address))
    const [first] = outside
    if (!first) return found(new Error(`${host} leads to a private address`), [])
    if (options.all) return found(null, outside)
    found(null, first.address, first.family)
  })
}
