import { Engine } from './engine.ts'

let engine: Promise<Engine> | undefined

/** The daemon, asked for once; one that did not answer is tried again. */
export function connection(): Promise<Engine> {
  const connecting = engine ?? Engine.connect()
  engine = connecting
  connecting.catch(() => {
    if (engine === connecting) engine = undefined
  })
  return connecting
}

/** The next one who asks connects anew. */
export function forgetConnection(): void {
  engine = undefined
}
