import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createProxy, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { describeWith } from '../../test/describe-with.ts'
import { onSandboxProgress } from '../progress.ts'
import { endContainers, openDocker, pullImage } from './index.ts'

const servers: { close(): unknown }[] = []

afterEach(() => {
  endContainers()
  vi.unstubAllEnvs()
  for (const server of servers.splice(0)) server.close()
})

interface Answer {
  readonly status?: number
  readonly lines: readonly unknown[]
  /** Whether this line is to be said once more before the next one. */
  readonly again?: (line: unknown) => boolean
  /** Nothing more comes, and the answer does not end. */
  readonly isStuck?: boolean
}

/** Speaks as much of Docker's API as pulling an image takes. */
async function fakeDaemon(pull: Answer, { driver = 'overlay2' } = {}) {
  const seen = { pulls: [] as string[], isLeft: false }
  const images = new Set<string>()
  const json = (response: ServerResponse, status: number, value: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(value))
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://daemon')
    const path = url.pathname.replace(/^\/v[\d.]+/, '')
    if (path === '/info') return json(response, 200, { Driver: driver, NCPU: 2, MemoryLimit: true })
    const [, name] = /^\/images\/(.*)\/json$/.exec(path) ?? []
    if (name !== undefined) {
      if (!images.has(name)) return json(response, 404, { message: `no such image: ${name}` })
      return json(response, 200, { Id: 'sha256:1', Config: {} })
    }
    if (path !== '/images/create') return json(response, 404, { message: 'page not found' })
    const image = `${url.searchParams.get('fromImage')}:${url.searchParams.get('tag')}`
    seen.pulls.push(image)
    const { status = 200, lines, isStuck, again = () => false } = pull
    if (status !== 200) return json(response, status, lines[0])
    response.on('close', () => {
      seen.isLeft = !response.writableEnded
    })
    for (const line of lines) {
      do {
        response.write(`${JSON.stringify(line)}\r\n`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      } while (again(line) && !response.destroyed)
    }
    if (isStuck) return
    images.add(image)
    response.end()
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push({
    close() {
      server.closeAllConnections()
      server.close()
    },
  })
  vi.stubEnv('DOCKER_HOST', `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return seen
}

const layer = (id: string, status: string, current?: number) => ({
  ...{ id, status },
  ...(current === undefined ? {} : { progressDetail: { current, total: 4_000_000 } }),
})

test('a missing image is pulled once for all who ask, and its progress is told', async () => {
  const told: string[] = []
  const loading = layer('a', 'Downloading', 3_000_000)
  const seen = await fakeDaemon({
    lines: [
      { status: 'Pulling from some/image', id: '1' },
      layer('a', 'Pulling fs layer'),
      layer('b', 'Already exists'),
      layer('a', 'Downloading', 1_000_000),
      loading,
      layer('a', 'Download complete'),
      layer('a', 'Pull complete'),
    ],
    // Of all lines a few a second are told: this one shall be among them.
    again: (line) => line === loading && !told.some((text) => text.includes('3 of 4 MB')),
  })
  const stop = onSandboxProgress(({ image, verb, text }) => told.push(`${verb} ${image}: ${text}`))

  await Promise.all([pullImage('some/image:1'), pullImage('some/image:1')])
  await pullImage('some/image:1')
  stop()

  expect(seen.pulls).toEqual(['some/image:1'])
  expect(told[0]).toBe('pull some/image:1: asking the registry')
  expect(told.join('\n')).toContain('1 of 2 layers, 3 of 4 MB')
  expect(told.at(-1)).toBe('pull some/image:1: pulled')
})

test('waiting for an image ends with the signal, and the pull when nobody waits', async () => {
  const seen = await fakeDaemon({ lines: [layer('a', 'Downloading', 1)], isStuck: true })
  const controllers = [new AbortController(), new AbortController()]
  const reason = new Error('not needed any more')
  const waiting = controllers.map(({ signal }) => pullImage('slow:1', { signal }))
  const outcomes = Promise.allSettled(waiting)
  await expect.poll(() => seen.pulls.length).toBe(1)

  controllers[0]?.abort(reason)
  await expect(waiting[0]).rejects.toBe(reason)
  const wasLeft = seen.isLeft
  controllers[1]?.abort(reason)
  await outcomes

  await expect(waiting[1]).rejects.toBe(reason)
  expect(wasLeft).toBe(false)
  await expect.poll(() => seen.isLeft).toBe(true)
})

test('an image that cannot be pulled is one line with the reason', async () => {
  const problem = async (pull: Answer) => {
    await fakeDaemon(pull)
    const outcome = pullImage('x:1').catch((error: Error) => `${error.name}: ${error.message}`)
    const text = await outcome
    endContainers()
    return text
  }
  const failing = (message: string) => problem({ status: 500, lines: [{ message }] })
  const inTheMiddle = (error: string) =>
    problem({ lines: [layer('a', 'Downloading', 1), { error }] })

  expect(await failing('manifest for x:1 not found: manifest unknown')).toBe(
    'ConfigError: Cannot pull the image x:1: there is no such image: manifest for x:1 not found: manifest unknown (check its name and tag)',
  )
  expect(await failing('pull access denied for x, repository does not exist')).toContain(
    'no such image, or no permission to have it',
  )
  expect(await inTheMiddle('write /var/lib/docker/tmp/x: no space left on device')).toContain(
    'the disk of Docker is full',
  )
  expect(await inTheMiddle('dial tcp: lookup registry on 10.0.0.1:53: no such host')).toContain(
    'no registry can be reached',
  )
})

test('a storage driver that copies whole images is warned of', async () => {
  await fakeDaemon({ lines: [] }, { driver: 'vfs' })
  const warned = once(process, 'warning')

  await pullImage('x:1')

  expect(String((await warned)[0])).toContain('storage driver vfs')
})

/** Hands bytes on between a port and the daemon's socket, until it is cut. */
async function proxy() {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createProxy({ allowHalfOpen: true }, (near) => {
    const far = connect({ path: '/var/run/docker.sock', allowHalfOpen: true })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    if (isCut) {
      near.destroy()
      far.destroy()
    }
    near.pipe(far)
    far.pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (value: boolean) => {
    isCut = value
    for (const socket of sockets) socket.destroy()
  }
  servers.push({
    close() {
      cut(true)
      server.close()
    },
  })
  vi.stubEnv('DOCKER_HOST', `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { cut }
}

describeWith('docker', 'a daemon behind a port', () => {
  test('is used as one behind a socket', async () => {
    await proxy()
    await using sandbox = await openDocker({ files: { 'a.txt': 'a' } })

    const result = await sandbox.exec('cat a.txt; echo err >&2; exit 3')
    await sandbox.writeFile('big', 'x'.repeat(200_000))

    expect(result).toMatchObject({ exitCode: 3, stdout: 'a', stderr: 'err\n' })
    expect((await sandbox.readFile('big')).length).toBe(200_000)
  })

  test('that goes away fails the sandboxes on it; when it is back, the next ones open', async () => {
    const { cut } = await proxy()
    const sandbox = await openDocker()
    const running = sandbox.exec('sleep 60').catch((error: Error) => error.name)

    cut(true)
    const failed = await running
    const whileGone = await openDocker().catch((error: Error) => error.name)
    cut(false)
    await sandbox.close()
    await using next = await openDocker()

    expect(failed).toBe('SandboxError')
    expect(['ConfigError', 'SandboxError']).toContain(whileGone)
    expect((await next.exec('echo alive')).stdout).toBe('alive\n')
  })
})
