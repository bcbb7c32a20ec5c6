import type { Image } from '../../../core/index.ts'

/** What an agent could see of the browser at one moment. Equal pages give equal views. */
export interface View {
  readonly url: string
  readonly title: string
  /** Of each tab its title and address, in the order they were opened. */
  readonly tabs: readonly {
    readonly title: string
    readonly url: string
    readonly active: boolean
  }[]
  /** Accessibility tree with refs, one element a line; null where it was not asked for or a dialog hides it. */
  readonly snapshot: string | null
  /** The tree as data, whole: what the snapshot's budget cut is there, too. Empty where there is no snapshot. */
  readonly nodes: readonly SnapNode[]
  /** Pruned HTML; null where it was not asked for. */
  readonly html: string | null
  /** PNG; null where none was asked for. */
  readonly screenshot: Image | null
  /** Ref and name of what has the focus. */
  readonly focused: string | null
  readonly dialog: OpenDialog | null
}

export interface OpenDialog {
  readonly kind: 'alert' | 'confirm' | 'prompt' | 'beforeunload'
  readonly message: string
}

/** An element of the accessibility tree. */
export interface SnapNode {
  /** Ours: counted through the snapshot, so that equal pages have equal refs. Null: nothing to act on. */
  readonly ref: string | null
  readonly role: string
  readonly name: string
  /** Text of its own and of what stands below it without a role: `$12`. */
  readonly text: string
  /** `checked`, `disabled`, `expanded`, `selected`, `pressed`, `level`, `active`, `url`, `placeholder` ... */
  readonly attributes: Readonly<Record<string, string | true>>
  readonly children: readonly SnapNode[]
}

/** What to put into an observation, and how much of it. */
export interface ObserveOptions {
  readonly snapshot: boolean
  readonly snapshotChars: number
  readonly html: boolean
  readonly htmlChars: number
  readonly screenshot: 'none' | 'plain' | 'marks'
  /** Most pixels of a screenshot, width times height: a larger one is scaled down. */
  readonly screenshotPixels: number
  readonly location: boolean
  readonly tabs: boolean
  readonly focus: boolean
  readonly errors: boolean
  readonly chat: boolean
}
