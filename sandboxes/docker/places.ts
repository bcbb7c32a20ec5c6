/** A folder commands may write to. */
export interface Place {
  readonly path: string
  readonly mode: '755' | '1777'
  /** Of the limit of file bytes. */
  readonly share: number
  /** With what the image has there, on the daemon's disk; others are empty and in memory. */
  readonly isFromImage: boolean
}

export interface AskedPlaces {
  /** A folder of the image. */
  readonly workdir: string | undefined
  readonly added: readonly string[]
}

/** Commands, and nothing else, run as this user; most images have it for people. */
export const UID = 1000
export const USER = `${UID}:${UID}`

export const WORKSPACE = '/workspace'
export const TMP = '/tmp'
export const HOME = '/home/agent'

/** All folders commands may write to, the working directory first: five parts, two, one, and one for each added. */
export function placesOf({ workdir, added }: AskedPlaces): readonly Place[] {
  const parts = 8 + added.length
  const inMemory = (path: string, part: number, mode: Place['mode'] = '755') => ({
    ...{ path, mode, share: part / parts, isFromImage: false },
  })
  const first = inMemory(workdir ?? WORKSPACE, 5)
  return [
    { ...first, isFromImage: workdir !== undefined },
    inMemory(TMP, 2, '1777'),
    inMemory(HOME, 1),
    ...added.map((path) => inMemory(path, 1)),
  ]
}

export const pathsOf = (places: readonly Place[]): readonly string[] =>
  places.map(({ path }) => path)
