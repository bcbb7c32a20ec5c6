import { ConfigError, SandboxError } from '../../core/errors.ts'
import { languageCommands, parseCommands } from '../host/language-commands.ts'
import type { Engine } from './engine.ts'
import type { HeldStream } from './held-stream.ts'
import { type Place, USER } from './places.ts'
import { resetScript } from './reset.ts'
import { RUNNER_FOLDER, Session } from './session.ts'
import { type ContainerNeeds, specOf } from './spec.ts'
import { Supervisor } from './supervisor.ts'

const KIB = 1024

/** A running container: its supervisor, and the session in which commands are started. */
export class Container {
  readonly #engine: Engine
  readonly #id: string
  readonly supervisor: Supervisor
  #mostBytes: number
  readonly places: readonly Place[]
  #session: Session | undefined
  #isClean = true
  #shell = 'sh'
  #commands: readonly string[] = []

  private constructor(
    engine: Engine,
    id: string,
    supervisor: Supervisor,
    { limits, places }: ContainerNeeds,
  ) {
    this.#engine = engine
    this.#id = id
    this.supervisor = supervisor
    this.#mostBytes = 2 * limits.fileBytes
    this.places = places
  }

  /** @throws ConfigError when the image has no shell to run anything with. */
  static async start(engine: Engine, needs: ContainerNeeds): Promise<Container> {
    const id = await engine.create(specOf(needs))
    let supervisor: Supervisor | undefined
    try {
      supervisor = new Supervisor(await engine.attach(id))
      const ready = supervisor.ready(needs.places.some(({ isFromImage }) => isFromImage))
      ready.catch(() => {})
      await engine.start(id)
      await ready
      const container = new Container(engine, id, supervisor, needs)
      await container.#look()
      for (const { path, isFromImage } of needs.places) {
        if (isFromImage) await container.#takeOver(path, needs.image.name)
      }
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

  /** What an archive of all its files may take; a file with holes would take any number of bytes. */
  get mostBytes(): number {
    return this.#mostBytes
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
    return this.#engine.exec(this.#id, { command, user: USER, workdir: '/' })
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
    const { code, output } = await this.#ask(resetScript(this.places))
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

  /** Looks at a working directory that came with the image. */
  async #takeOver(path: string, image: string): Promise<void> {
    const { code, output } = await this.#ask(
      `cd ${path} 2>/dev/null && chmod u+rwx . && du -sk . 2>/dev/null | { read -r size _; echo "$size"; }`,
    )
    if (code !== '0') {
      throw new ConfigError(
        `Cannot work in ${path} of the image ${image}: a folder above it is closed to the user of commands, ${USER} (open it in the image: chmod a+x)`,
      )
    }
    this.#mostBytes += 2 * KIB * (Number.parseInt(output, 10) || 0)
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
