import type { Gateway, Served } from '../gateway/gateway.ts'
import { openGateway } from '../gateway/open-gateway.ts'
import type { LeaseOptions } from './lease.ts'
import { createBrowserPool, type PoolOptions } from './pool.ts'

/** Answers every address with a small page that fetches nothing. */
export const served: Served = {
  site: {
    'shop.test': {
      fetch: (request) => {
        const { pathname } = new URL(request.url)
        if (pathname === '/locked') {
          const isOpen = request.headers.has('authorization')
          const headers = { 'www-authenticate': 'Basic realm="shop"' }
          return new Response(isOpen ? 'open' : 'locked', { status: isOpen ? 200 : 401, headers })
        }
        return new Response(
          '<!doctype html><link rel="icon" href="data:,"><form><input autocomplete="email"></form>',
          { headers: { 'content-type': 'text/html', 'cache-control': 'max-age=3600' } },
        )
      },
    },
  },
  liveHosts: [],
}

export const settings: LeaseOptions = {
  viewport: { width: 640, height: 480 },
  locale: 'en-US',
  timezone: 'UTC',
  headed: false,
  recording: {
    ...{ trace: 'none', video: 'none', screenshots: 'none' },
    ...{ folder: null, name: 'test' },
  },
  served,
  signal: undefined,
}

export const START = 'http://shop.test/'

export const createPool = (options: Partial<PoolOptions> = {}) =>
  createBrowserPool({ openGateway: (): Promise<Gateway> => openGateway(), ...options })
