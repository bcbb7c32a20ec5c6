/**
 * Writes a document down without what nobody sees. Runs in the world of Playwright's scripts, which know the refs;
 * `refs` are ours by theirs.
 */
export const htmlScript = (
  refs: Readonly<Record<string, string>>,
  chars: number,
): string => `(() => {
const refs = ${JSON.stringify(refs)}
const most = ${chars}
const SKIP = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'META', 'LINK', 'HEAD', 'BASE', 'PARAM', 'SOURCE', 'TRACK'])
const VOID = new Set(['AREA', 'BR', 'COL', 'EMBED', 'HR', 'IMG', 'INPUT', 'WBR'])
const KEPT = new Set(['id', 'class', 'name', 'type', 'value', 'placeholder', 'href', 'src', 'alt', 'title', 'role', 'for',
  'disabled', 'readonly', 'required', 'selected', 'multiple', 'min', 'max', 'step', 'pattern', 'colspan', 'rowspan',
  'draggable', 'contenteditable', 'tabindex', 'open', 'label', 'maxlength', 'target', 'action', 'method', 'datetime'])
const lines = []
let size = 0
let missing = 0
const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
const short = (text) => (text.length > 80 ? text.slice(0, 79) + '…' : text)
const put = (depth, text) => {
  const line = ' '.repeat(Math.min(depth, 30)) + text
  if (size + line.length + 1 > most - 60) return void missing++
  lines.push(line)
  size += line.length + 1
}
const isHidden = (element) => {
  const style = getComputedStyle(element)
  return style.display === 'none' || (style.visibility !== 'visible' && element.childElementCount === 0)
}
const attributesOf = (element) => {
  const told = []
  const ref = element._ariaRef && refs[element._ariaRef.ref]
  if (ref) told.push('data-ref="' + ref + '"')
  for (const { name, value } of element.attributes) {
    if (name === 'value' && 'value' in element) continue
    if (!KEPT.has(name) && !name.startsWith('aria-')) continue
    if (/^(data|javascript):/i.test(value)) continue
    told.push(value === '' ? name : name + '="' + escape(short(value)) + '"')
  }
  if ((element.tagName === 'INPUT' || element.tagName === 'TEXTAREA') && element.type !== 'file' && element.value !== '') {
    told.push('value="' + escape(short(element.value)) + '"')
  }
  if (element.checked) told.push('checked')
  if (element.tagName === 'OPTION' && element.selected && !element.hasAttribute('selected')) told.push('selected')
  return told.length === 0 ? '' : ' ' + told.join(' ')
}
const textOf = (node) => escape(node.data.replace(/\\s+/g, ' ').trim())
const childrenOf = (element) => {
  const root = element.shadowRoot
  if (root) return [...root.childNodes]
  if (element.tagName === 'SLOT') {
    const assigned = element.assignedNodes()
    if (assigned.length > 0) return assigned
  }
  if (element.tagName === 'IFRAME') {
    try {
      return element.contentDocument?.body ? [element.contentDocument.body] : []
    } catch {
      return []
    }
  }
  return [...element.childNodes]
}
const write = (node, depth) => {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = textOf(node)
    if (text !== '') put(depth, text)
    return
  }
  if (node.nodeType !== Node.ELEMENT_NODE || SKIP.has(node.tagName)) return
  const isOption = node.tagName === 'OPTION' || node.tagName === 'OPTGROUP'
  if (!isOption && isHidden(node)) return
  const tag = node.tagName.toLowerCase()
  const open = '<' + tag + attributesOf(node) + '>'
  if (VOID.has(node.tagName)) return put(depth, open)
  if (node.tagName === 'SVG' || tag === 'svg' || tag === 'canvas' || tag === 'textarea') return put(depth, open + '</' + tag + '>')
  const children = childrenOf(node).filter((child) => child.nodeType === Node.ELEMENT_NODE ||
    (child.nodeType === Node.TEXT_NODE && child.data.trim() !== ''))
  if (children.length === 0) return put(depth, open + '</' + tag + '>')
  if (children.length === 1 && children[0].nodeType === Node.TEXT_NODE) {
    return put(depth, open + textOf(children[0]) + '</' + tag + '>')
  }
  const isBare = (tag === 'div' || tag === 'span') && open === '<' + tag + '>'
  if (isBare && children.length === 1) return write(children[0], depth)
  put(depth, open)
  for (const child of children) write(child, depth + 1)
  put(depth, '</' + tag + '>')
}
if (document.body) write(document.body, 0)
if (missing > 0) lines.push('<!-- ' + missing + ' more lines left out -->')
return lines.join('\\n')
})()`
