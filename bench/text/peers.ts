import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pythonWith, reasonOf } from '../python-environment.ts'
import type { PeerGame } from './games.ts'

type Library = PeerGame['library']

/** Exact versions; what the games do not import is left out, since it is gigabytes for some. */
const packages: Readonly<Record<Library, readonly string[]>> = {
  gymnasium: [
    'gymnasium==1.3.0',
    'numpy==2.4.6',
    'cloudpickle==3.1.2',
    'typing_extensions',
    'Farama-Notifications',
  ],
  gem: ['gem-llm==0.1.0', 'numpy==2.4.6'],
  textarena: ['textarena==0.7.4', 'nltk', 'python-dotenv', 'requests', 'websockets', 'openai'],
}

/** A library's games in a process of its own, or why they cannot be measured. */
export type Peer = { readonly library: Library } & (
  | { measure(game: string, seconds: number): Promise<number>; close(): void }
  | { readonly missing: string }
)

/** Installs the library once, in a virtual environment of its own. */
export function openPeer(library: Library): Peer {
  try {
    return { library, ...started(pythonWith(library, packages[library], ['--no-deps']), library) }
  } catch (error) {
    return { library, missing: reasonOf(error) }
  }
}

function started(python: string, library: Library) {
  const child = spawn(python, [join(import.meta.dirname, 'peers.py'), library], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async measure(game: string, seconds: number): Promise<number> {
      child.stdin.write(`${game} ${seconds}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${library} ended`)
      const answer = JSON.parse(value) as { perSecond?: number; problem?: string }
      if (answer.perSecond === undefined) throw new Error(answer.problem)
      return answer.perSecond
    },
    close: () => end(child),
  }
}

function end(child: ChildProcess): void {
  child.stdin?.end()
}
