import { BlockList, isIP } from 'node:net'

const inside = new BlockList()
for (const [address, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const) {
  inside.addSubnet(address, bits, 'ipv4')
}
for (const [address, bits] of [
  ...([
    ['::', 128],
    ['::1', 128],
    ['64:ff9b::', 96],
    ['fc00::', 7],
    ['fe80::', 10],
  ] as const),
  ['ff00::', 8] as const,
]) {
  inside.addSubnet(address, bits, 'ipv6')
}

/**
 * An address that an agent may open, or why not: it has to be of the web (unless `anywhere`), and not of a host
 * that is within a network by its name. Which address a public name has is not looked up.
 */
export function webAddress(
  text: string,
  { anywhere = false }: { readonly anywhere?: boolean } = {},
): URL | string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'it is no address'
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'only http and https are opened'
  if (url.username !== '' || url.password !== '') return 'it holds a user or a password'
  if (!anywhere && isInside(url.hostname)) return 'it is not on the web'
  url.hash = ''
  return url
}

function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const family = isIP(host)
  if (family === 4) return inside.check(host, 'ipv4')
  if (family === 6) return inside.check(host, 'ipv6')
  return !host.includes('.') || /\.(?:localhost|local|internal|lan|home|corp|test)$/.test(host)
}
