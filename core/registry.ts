import type { AnyDef } from './define-env.ts'
import { didYouMean } from './did-you-mean.ts'
import { ConfigError } from './errors.ts'
import { type EnvOf, type MakeOptions, make } from './make.ts'

type Loaders = Readonly<Record<string, () => Promise<AnyDef>>>

export interface Registry<T extends Readonly<Record<string, AnyDef>>> {
  readonly ids: readonly (keyof T & string)[]
  /** The definition behind an id. @throws ConfigError naming the nearest id. */
  load<K extends keyof T & string>(id: K): Promise<T[K]>
  loadUnknown(id: string): Promise<AnyDef>
  /** Loads and opens an env; its action type follows from the id. */
  make<K extends keyof T & string>(id: K, options?: MakeOptions<T[K]>): Promise<EnvOf<T[K]>>
  /** For ids that are only known when the program runs. */
  makeUnknown(id: string, options?: MakeOptions<AnyDef>): Promise<EnvOf<AnyDef>>
}

/** A typed table of envs; nothing is imported before it is asked for. */
export function registry<T extends Readonly<Record<string, AnyDef>>>(
  table: {
    readonly [K in keyof T]: () => Promise<T[K]>
  },
): Registry<T> {
  const ids = Object.keys(table) as (keyof T & string)[]
  const loadUnknown = async (id: string): Promise<AnyDef> => {
    const loader = Object.hasOwn(table, id) ? (table as unknown as Loaders)[id] : undefined
    if (!loader) {
      throw new ConfigError(
        `Cannot find env ${JSON.stringify(id)}: there is none of that name (${didYouMean(id, ids)})`,
      )
    }
    return loader()
  }
  return {
    ids,
    load: async (id) => (await loadUnknown(id)) as T[typeof id],
    loadUnknown,
    make: async (id, options) =>
      (await make(await loadUnknown(id), options as MakeOptions<AnyDef>)) as EnvOf<T[typeof id]>,
    makeUnknown: async (id, options) => make(await loadUnknown(id), options),
  }
}
