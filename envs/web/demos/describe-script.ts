/** What is told of an element: as snapshots see it, as far as the page itself can say. */
export const describing = `
const INPUTS = { checkbox: 'checkbox', radio: 'radio', range: 'slider', number: 'spinbutton', search: 'searchbox', button: 'button', submit: 'button', reset: 'button', image: 'button', file: 'button' }
const TAGS = { BUTTON: 'button', TEXTAREA: 'textbox', OPTION: 'option', LI: 'listitem', TD: 'cell', TH: 'columnheader', TR: 'row', IMG: 'img', SUMMARY: 'generic' }
const roleOf = (el) => {
  const given = (el.getAttribute('role') || '').trim().split(/\\s+/)[0]
  if (given) return given
  if (el.tagName === 'A') return el.hasAttribute('href') ? 'link' : 'generic'
  if (el.tagName === 'SELECT') return el.multiple || el.size > 1 ? 'listbox' : 'combobox'
  if (el.tagName === 'INPUT') return el.list && el.type !== 'range' ? 'combobox' : INPUTS[el.type] || 'textbox'
  if (el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable)) return TAGS[el.tagName] || 'textbox'
  return TAGS[el.tagName] || 'generic'
}
const plain = (text) => (text || '').replace(/\\s+/g, ' ').trim()
const namesOf = (el) => {
  const by = (el.getAttribute('aria-labelledby') || '').split(/\\s+/).map((id) => id && el.getRootNode().getElementById(id)).filter(Boolean)
  const labels = [...(el.labels || [])]
  const image = el.querySelector && el.querySelector('img[alt]')
  return [
    by.map((each) => each.textContent).join(' '), el.getAttribute('aria-label'), labels.map((each) => each.textContent).join(' '),
    el.getAttribute('alt'), el.innerText, el.textContent, el.getAttribute('title'), el.getAttribute('placeholder'),
    el.tagName === 'INPUT' && /^(button|submit|reset)$/.test(el.type) ? el.value : '', image && image.alt,
  ].map(plain).filter((name, at, all) => name && all.indexOf(name) === at)
}
const isSeen = (el) => el.checkVisibility({ visibilityProperty: true }) && !el.closest('[aria-hidden=true]')
const everything = (root, found = []) => {
  // A form's fields may be called as its properties are.
  const walker = (root.ownerDocument || root).createTreeWalker(root, NodeFilter.SHOW_ELEMENT)
  for (let el = walker.nextNode(); el; el = walker.nextNode()) {
    found.push(el)
    if (el.shadowRoot) everything(el.shadowRoot, found)
    if (el.tagName === 'IFRAME') { try { everything(el.contentDocument, found) } catch {} }
  }
  return found
}
const upOf = (el) => el.parentElement || el.getRootNode().host || null
const placeOf = (el, all) => {
  const role = roleOf(el)
  const isPointer = getComputedStyle(el).cursor === 'pointer'
  const alike = all.filter((each) => roleOf(each) === role && isSeen(each))
  return { role, names: namesOf(el), isPointer, nth: alike.indexOf(el), count: alike.length }
}
const chainOf = (el) => {
  const all = everything(document)
  const chain = []
  for (let up = el; up && up.tagName !== 'BODY' && chain.length < 6; up = upOf(up)) chain.push(placeOf(up, all))
  return chain
}
const described = (meant) => {
  const { element, to, labels, isChecked, ...rest } = meant
  const scroller = meant.kind === 'scroll' ? scrollerOf(element, meant) : null
  return {
    ...rest,
    input: element && element.tagName === 'INPUT' ? element.type : null,
    isChecked: isChecked === true,
    isPage: meant.kind === 'scroll' && (!scroller || scroller === document.scrollingElement),
    labels: labels || [],
    chain: element ? chainOf(scroller && scroller !== document.scrollingElement ? scroller : element) : [],
    toChain: to ? chainOf(to) : [],
    isSame: to ? to === element : false,
  }
}
const scrollerOf = (element, { dy }) => {
  for (let up = element; up; up = upOf(up)) {
    const { overflowX, overflowY } = getComputedStyle(up)
    const isVertical = /auto|scroll/.test(overflowY) && up.scrollHeight > up.clientHeight
    const isSideways = /auto|scroll/.test(overflowX) && up.scrollWidth > up.clientWidth
    if (up === document.scrollingElement || (dy !== 0 ? isVertical : isSideways)) return up
  }
  return null
}
`
