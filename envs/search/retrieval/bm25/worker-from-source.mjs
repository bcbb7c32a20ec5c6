// Starts the worker of a source checkout. A plain module: the loader for TypeScript is not there yet.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
