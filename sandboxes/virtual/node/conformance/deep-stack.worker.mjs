// Runs programs on a thread with the stack the interpreter needs. A plain module, as it has to bring
// the loader for TypeScript with it.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { tryNode } = await import('../memory-files.suite.ts')
const results = []
for (const code of workerData) results.push(await tryNode(['-e', code]))
parentPort?.postMessage(results)
