import { register } from 'tsx/esm/api'
import { parentPort, workerData } from 'node:worker_threads'
register()
const { tryNode } = await import('/work/main/sandboxes/virtual/node/memory-files.suite.ts')
const results = []
for (const code of workerData) { const r = await tryNode(['-e', code], {interrupts: 1e5}); results.push([r.stdout, r.stderr.slice(0,300), r.exitCode]) }
parentPort.postMessage(results)
