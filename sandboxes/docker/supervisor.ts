import { SandboxError, withDeadline } from '../../core/index.ts'
import type { HeldStream } from './held-stream.ts'
import { RUNNER_FOLDER } from './session.ts'

const ANSWER_MS = 30_000

/**
 * The main process of a container: a shell as root whose only capability is to end processes of other
 * users. It uses nothing but what is built in, so it works when no process can be started any more, and
 * it ends, and the container with it, when its input does.
 */
export const supervisorScript = `cd /
for cat in /bin/cat /usr/bin/cat "$(command -v cat)"; do [ -f "$cat" ] && break; done
cat /bin/sh >${RUNNER_FOLDER}/sh && cat "$cat" >${RUNNER_FOLDER}/cat || exit 1
chmod 0111 ${RUNNER_FOLDER}/sh ${RUNNER_FOLDER}/cat || exit 1
echo ready
while read -r verb pid; do
  case $verb in
    end-all) kill -9 -1 ;;
    end) kill -9 "$pid" ;;
  esac 2>/dev/null
  echo "$verb"
done
`

export class Supervisor {
  readonly #stream: HeldStream
  readonly #waiting: { readonly answer: string; resolve(): void }[] = []
  #printed = ''
  #isGone = false

  constructor(stream: HeldStream) {
    this.#stream = stream
    stream.listen((_channel, chunk) => this.#read(chunk.toString()))
    stream.closed.then(() => {
      this.#isGone = true
    })
  }

  get isGone(): boolean {
    return this.#isGone
  }

  get gone(): Promise<void> {
    return this.#stream.closed
  }

  /** What it printed that answers nothing: why it could not start. */
  get complaint(): string {
    return this.#printed.trim().replaceAll(/\s*\n\s*/g, '; ')
  }

  ready(): Promise<void> {
    return this.#answer('ready')
  }

  /** Ends all that runs as the user of the commands, sessions included, and all that forks meanwhile. */
  endAll(): Promise<void> {
    this.#stream.write('end-all\n')
    return this.#answer('end-all')
  }

  end(pid: number): Promise<void> {
    this.#stream.write(`end ${pid}\n`)
    return this.#answer('end')
  }

  /** The container ends. */
  leave(): void {
    this.#isGone = true
    this.#stream.destroy()
  }

  async #answer(answer: string): Promise<void> {
    const answered = new Promise<void>((resolve) => this.#waiting.push({ answer, resolve }))
    const gone = this.#stream.closed.then(() => {
      throw new SandboxError('Cannot go on in a container: it ended, or Docker did')
    })
    this.#stream.wake()
    try {
      const both = () => Promise.race([answered, gone])
      await withDeadline('a request to a container', ANSWER_MS, undefined, both)
    } catch (error) {
      this.leave()
      throw error instanceof SandboxError
        ? error
        : new SandboxError('Cannot go on in a container: it does not answer', { cause: error })
    } finally {
      if (this.#waiting.length === 0) this.#stream.rest()
    }
  }

  #read(text: string): void {
    const lines = (this.#printed + text).split('\n')
    const rest = lines.pop() ?? ''
    const unknown = lines.filter((line) => {
      if (line !== this.#waiting[0]?.answer) return true
      this.#waiting.shift()?.resolve()
      return false
    })
    this.#printed = [...unknown, rest].join('\n')
  }
}
