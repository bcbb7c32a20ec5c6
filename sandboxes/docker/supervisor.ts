import { SandboxError, withDeadline } from '../../core/index.ts'
import type { HeldStream } from './held-stream.ts'
import { USER } from './places.ts'
import { RUNNER_FOLDER } from './session.ts'

const ANSWER_MS = 30_000
/** To hand over a working directory of a million files. */
const READY_MS = 300_000
/** Of the end of all, until nobody is left: some seconds where a kernel never says so. */
const MOST_TRIES = 200_000

/**
 * The main process of a container: a shell as root whose only capability is to end processes of other
 * users. It uses nothing but what is built in, so it works when no process can be started any more, and
 * it ends, and the container with it, when its input does.
 */
export const supervisorScript = (handedOver: readonly string[]): string => `cd /
${handedOver.map(handOver).join('')}for cat in /bin/cat /usr/bin/cat "$(command -v cat)"; do [ -f "$cat" ] && break; done
cat /bin/sh >${RUNNER_FOLDER}/sh && cat "$cat" >${RUNNER_FOLDER}/cat || exit 1
chmod 0111 ${RUNNER_FOLDER}/sh ${RUNNER_FOLDER}/cat || exit 1
echo ready
while read -r verb pid; do
  case $verb in
    end-all) tries=0; while kill -9 -1 && [ $tries -lt ${MOST_TRIES} ]; do tries=$((tries + 1)); done ;;
    end) kill -9 "$pid" ;;
  esac 2>/dev/null
  echo "$verb"
done
`

/** Nothing but what the image has is there yet. Programs of the image's root, not of the folder. */
const handOver = (folder: string) =>
  `PATH=/usr/local/bin:/usr/bin:/bin chown -hR ${USER} ${folder} || exit 1\n`

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

  /** Handing over a folder of the image takes longer. */
  ready(isHandingOver: boolean): Promise<void> {
    return this.#answer('ready', isHandingOver ? READY_MS : ANSWER_MS)
  }

  /**
   * Ends all that runs as the user of the commands, sessions included, and all that forks meanwhile. Then
   * they are gone: what is only dying would take the places of processes that start next.
   */
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

  async #answer(answer: string, timeoutMs = ANSWER_MS): Promise<void> {
    const answered = new Promise<void>((resolve) => this.#waiting.push({ answer, resolve }))
    const gone = this.#stream.closed.then(() => {
      throw new SandboxError('Cannot go on in a container: it ended, or Docker did')
    })
    this.#stream.wake()
    try {
      const both = () => Promise.race([answered, gone])
      await withDeadline('a request to a container', timeoutMs, undefined, both)
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
