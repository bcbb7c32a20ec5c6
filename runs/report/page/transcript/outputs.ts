import { createContext } from 'preact'
import { useContext, useMemo, useState } from 'preact/hooks'

/** What all outputs of a transcript share. */
export interface Outputs {
  /** What was searched for: marked wherever it stands. */
  readonly words: readonly string[]
  /** Opened or folded all at once; null while each is as it came. */
  readonly areOpen: boolean | null
  /** Counts the times: what was opened by hand before gives way. */
  readonly version: number
}

export const OutputsContext = createContext<Outputs>({ words: [], areOpen: null, version: 0 })

/** Whether one output is open, which its own button changes, or that of all. */
export function useOpen(isOpenAtFirst: boolean): readonly [boolean, (isOpen: boolean) => void] {
  const { areOpen, version } = useContext(OutputsContext)
  const [own, setOwn] = useState<{ readonly isOpen: boolean; readonly version: number } | null>(
    null,
  )
  const isOpen = own?.version === version ? own.isOpen : (areOpen ?? isOpenAtFirst)
  return [isOpen, (next) => setOwn({ isOpen: next, version })]
}

export function useOutputs(words: readonly string[]) {
  const [state, setState] = useState<Pick<Outputs, 'areOpen' | 'version'>>({
    areOpen: null,
    version: 0,
  })
  const key = words.join('\n')
  const outputs = useMemo<Outputs>(() => ({ words, ...state }), [key, state])
  const toggle = () =>
    setState(({ areOpen, version }) => ({ areOpen: !areOpen, version: version + 1 }))
  return { outputs, toggle }
}
