import type { PageElement } from './dom.ts'

/** What an element is, looked up once an action on it failed. */
export interface Facts {
  /** `input`, `select`, `div` ... */
  readonly tag: string
  /** Of an input: `text`, `date`, `checkbox` ... */
  readonly type: string
  readonly isVisible: boolean
  readonly isInView: boolean
  readonly isDisabled: boolean
  readonly isReadOnly: boolean
  /** Labels of a select's options; those that cannot be chosen say so. */
  readonly options: readonly string[]
  readonly isMultiple: boolean
  /** Role or tag of what gets the mouse instead, and its name. */
  readonly cover: { readonly kind: string; readonly name: string } | null
}

/**
 * Runs in the page, so it stands alone: it names no function of its own and none of this file.
 * What a page says here only words an error.
 */
export function inspect(element: PageElement): Facts {
  const box = element.getBoundingClientRect()
  const view = element.ownerDocument.defaultView
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const { visibility } = view.getComputedStyle(element)
  const options: string[] = []
  for (const { label, disabled } of Array.from(element.options ?? [])) {
    options.push(disabled ? `${label} (disabled)` : label)
  }
  const facts = {
    tag: element.tagName.toLowerCase(),
    type: element.type ?? '',
    isVisible: box.width > 0 && box.height > 0 && visibility === 'visible',
    isInView: x >= 0 && y >= 0 && x < view.innerWidth && y < view.innerHeight,
    isDisabled: element.matches(':disabled') || element.closest('[aria-disabled="true"]') !== null,
    isReadOnly: element.readOnly === true || element.getAttribute('aria-readonly') === 'true',
    options,
    isMultiple: element.multiple === true,
  }

  // From the document that holds the element outwards: a frame may be covered, too.
  let hit: PageElement | null = null
  let [inside, left, top]: [PageElement | null, number, number] = [element, x, y]
  while (inside && !hit) {
    let found = inside.ownerDocument.elementFromPoint(left, top)
    while (found?.shadowRoot) {
      const inner: PageElement | null = found.shadowRoot.elementFromPoint(left, top)
      if (!inner || inner === found) break
      found = inner
    }
    let above: PageElement | null = found
    while (above && above !== inside) above = above.parentNode ?? above.host ?? null
    const isOfLabel = (found?.closest('label')?.contains(inside) ?? false) && inside === element
    if (found && !above && !isOfLabel) hit = found
    const frame: PageElement | null = inside.ownerDocument.defaultView.frameElement
    if (frame) {
      const { x: frameX, y: frameY } = frame.getBoundingClientRect()
      left += frameX
      top += frameY
    }
    inside = frame
  }
  if (!hit) return { ...facts, cover: null }

  const dialog = hit.closest('dialog, [role=dialog], [role=alertdialog]')
  const cover = dialog && !dialog.contains(element) ? dialog : hit
  const labelledBy = cover.getAttribute('aria-labelledby')
  const title =
    (labelledBy === null ? null : cover.getRootNode().getElementById(labelledBy)) ??
    (cover === dialog ? cover.querySelector('h1, h2, h3, h4, [role=heading]') : null) ??
    cover
  const text = cover.getAttribute('aria-label') ?? title.textContent ?? ''
  const tag = cover.tagName.toLowerCase()
  const kinds: Readonly<Record<string, string>> = {
    ...{ a: 'link', img: 'image', h1: 'heading', h2: 'heading', h3: 'heading' },
    ...{ ul: 'list', ol: 'list', li: 'list item', p: 'paragraph', iframe: 'frame' },
    ...{ nav: 'navigation', header: 'header', footer: 'footer', label: 'label' },
    ...{ div: 'element', span: 'element', section: 'element', main: 'element', body: 'page' },
  }
  return {
    ...facts,
    cover: {
      kind: cover.getAttribute('role') ?? kinds[tag] ?? tag,
      name: text.replace(/\s+/g, ' ').trim().slice(0, 60),
    },
  }
}
