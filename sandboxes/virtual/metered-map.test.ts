import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

/** Runs a function body in a thread whose maps are metered; gives what it returned and the count. */
async function inMeteredThread(body: string): Promise<{ value: unknown; counted: number }> {
  const module = new URL('./metered-map.ts', import.meta.url).href
  const program = `
    import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}
    import { parentPort } from 'node:worker_threads'
    register()
    const { installMeteredMap } = await import(${JSON.stringify(module)})
    const NativeMap = Map
    let counted = 0
    installMeteredMap((units) => { counted += units })
    const value = (() => { ${body} })()
    parentPort.postMessage({ value, counted })`
  const source = new URL(`data:text/javascript,${encodeURIComponent(program)}`)
  const worker = new Worker(source, { execArgv: [] })
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', resolve)
      worker.on('error', reject)
    })
  } finally {
    await worker.terminate()
  }
}

test('counts long texts when they are set, and not when their map is copied', async () => {
  const { counted } = await inMeteredThread(
    `const map = new Map().set('a', 'x'.repeat(1000)).set('b', 'short'); new Map(map)`,
  )

  expect(counted).toBe(1000)
})

test('counts the entries of large maps, and again when they are copied', async () => {
  const { counted } = await inMeteredThread(
    `const map = new Map(); for (let i = 0; i < 300; i++) map.set(i, i); new Map(map)`,
  )

  expect(counted).toBe((300 - 257 + 300) * 32)
})

test('takes native maps for maps, and crosses to another thread as one', async () => {
  const { value } = await inMeteredThread(
    `return { native: new NativeMap() instanceof Map, metered: new Map() instanceof Map,
      object: {} instanceof Map, nothing: null instanceof Map, map: new Map([['k', 1]]) }`,
  )

  expect(value).toEqual({
    native: true,
    metered: true,
    object: false,
    nothing: false,
    map: new Map([['k', 1]]),
  })
})
