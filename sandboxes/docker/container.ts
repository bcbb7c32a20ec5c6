import { ConfigError, SandboxError } from '../../core/errors.ts'
import { languageCommands, parseCommands } from '../host/language-commands.ts'
import type { Engine } from './engine.ts'
import type { HeldStream } from './held-stream.ts'
import { resetScript } from './reset.ts'
import { RUNNER_FOLDER, Session } from './session.ts'
import { type ContainerNeeds, places, specOf, USER } from './spec.ts'
import { Supervisor } from './supervisor.ts'

/** A running container: its supervisor, and the session in which commands are started. */
export class Container {
  readonly #engine: Engine
  readonly #id: string
  readonly supervisor: Supervisor
  /** What an archive of all its files may take; a file with holes would take any number of bytes. */
  readonly mostBytes: number
  #session: Session | undefined
  #isClean = true
  #shell = 'sh'
  #commands: readonly string[] = []

  private constructor(engine: Engine, id: string, supervisor: Supervisor, fileBytes: number) {
    this.#engine = engine
    this.#id = id
    this.supervisor = supervisor
    this.mostBytes = 2 * fileBytes
  }

  /** @throws ConfigError when the image has no shell to run anything with. */
  static async start(engine: Engine, needs: ContainerNeeds): Promise<Container> {
    const id = await engine.create(specOf(needs))
    let supervisor: Supervisor | undefined
    try {
      supervisor = new Supervisor(await engine.attach(id))
      const ready = supervisor.ready()
      ready.catch(() => {})
      await engine.start(id)
      await ready
      const container = new Container(engine, id, supervisor, needs.limits.fileBytes)
      await container.#look()
      return container
    } catch (error) {
      supervisor?.leave()
      engine.remove(id).catch(() => {})
      const complaint = supervisor?.complaint
      if (!complaint) throw error
      throw new ConfigError(
        `Cannot run a sandbox in the image ${needs.image.name}: ${complaint} (it needs /bin/sh, cat and chmod)`,
        { cause: error },
      )
    }
  }

  /** The shell of commands: bash where there is one. */
  get shell(): string {
    return this.#shell
  }

  /** Names of languages' commands the image has. */
  get commands(): readonly string[] {
    return this.#commands
  }

  /** Nobody has used it yet. */
  get isClean(): boolean {
    return this.#isClean
  }

  get isGone(): boolean {
    return this.supervisor.isGone
  }

  /** The session; a new one where a command ended the last, and all its processes with it. */
  async session(): Promise<Session> {
    this.#isClean = false
    if (this.#session && !this.#session.isOver) return this.#session
    this.#session?.close()
    await this.supervisor.endAll()
    this.#session = new Session(await this.exec([`${RUNNER_FOLDER}/sh`]))
    return this.#session
  }

  /** A process of the commands' user. */
  exec(command: readonly string[]): Promise<HeldStream> {
    return this.#engine.exec(this.#id, { command, user: USER, workdir: places.workspace })
  }

  /** Ends all processes of commands, the session included. */
  async endAll(): Promise<void> {
    await this.supervisor.endAll()
    this.#session?.close()
  }

  /**
   * Makes it as good as new for the next one.
   * @throws SandboxError when something is left that cannot be removed.
   */
  async reset(): Promise<void> {
    await this.endAll()
    const { code, output } = await this.#ask(resetScript)
    if (code !== '0') throw new SandboxError(`Cannot reset a container: ${output.trim()}`)
  }

  /** Ends it; Docker removes it then. */
  close(): void {
    this.#session?.close()
    this.supervisor.leave()
  }

  async remove(): Promise<void> {
    this.close()
    await this.#engine.remove(this.#id)
  }

  async #look(): Promise<void> {
    const { output } = await this.#ask(
      `command -v bash >/dev/null && echo bash; ${languageCommands}`,
    )
    const names = parseCommands(output)
    this.#shell = names.includes('bash') ? 'bash' : 'sh'
    this.#commands = [...new Set(names)]
    this.#isClean = true
  }

  async #ask(script: string): Promise<{ code: string; output: string }> {
    const session = await this.session()
    let [code, output] = ['', '']
    await session.run(`( ${script}\n) </dev/null; printf '%s%d\\n' $secret $?`, {
      onData: (_channel, data) => {
        output += data.toString()
      },
      onRecord: (text) => {
        code = text
      },
    })
    return { code, output }
  }
}
