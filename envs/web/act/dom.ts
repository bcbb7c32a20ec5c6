/** What of a page's elements is looked at by functions that run in the page: the program itself knows no DOM. */
export interface PageElement {
  readonly tagName: string
  readonly textContent: string | null
  readonly isConnected: boolean
  readonly parentNode: PageElement | null
  readonly host?: PageElement
  readonly shadowRoot: (PageRoot & { readonly host: PageElement }) | null
  /** Of a label: its field. */
  readonly control?: PageElement | null
  readonly ownerDocument: PageDocument
  readonly labels?: ArrayLike<PageElement> | null
  readonly files?: unknown
  readonly type?: string
  readonly value?: string
  readonly readOnly?: boolean
  readonly multiple?: boolean
  readonly isContentEditable: boolean
  readonly options?: ArrayLike<{ readonly label: string; readonly disabled: boolean }>
  scrollLeft: number
  scrollTop: number
  readonly scrollWidth: number
  readonly scrollHeight: number
  readonly clientWidth: number
  readonly clientHeight: number
  getAttribute(name: string): string | null
  getBoundingClientRect(): Box
  closest(selector: string): PageElement | null
  contains(other: PageElement | null): boolean
  matches(selector: string): boolean
  querySelector(selector: string): PageElement | null
  getRootNode(): PageRoot
  focus(): void
  setSelectionRange?(start: number, end: number): void
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PageRoot {
  readonly activeElement: PageElement | null
  elementFromPoint(x: number, y: number): PageElement | null
  getElementById(id: string): PageElement | null
}

export interface PageDocument extends PageRoot {
  readonly defaultView: PageWindow
  readonly scrollingElement: PageElement | null
}

export interface PageEvent {
  /** The page answers it itself. */
  readonly defaultPrevented: boolean
}

export interface PageWindow {
  readonly frameElement: PageElement | null
  readonly innerWidth: number
  readonly innerHeight: number
  addEventListener(
    type: string,
    listener: (event: PageEvent) => void,
    options: { readonly capture: boolean; readonly once: boolean; readonly passive: boolean },
  ): void
  getComputedStyle(element: PageElement): {
    readonly visibility: string
    readonly overflowX: string
    readonly overflowY: string
  }
  getSelection(): {
    selectAllChildren(element: PageElement): void
    collapseToEnd(): void
  } | null
}
