import { describing } from './describe-script.ts'

/**
 * Runs in a world of its own, beside the page's: keeps from the page what a person does in the window, and gives
 * it out as what was meant. Text fields take keys as ever, but their page hears of it only once they are left;
 * then they hold again what they held, and an action fills them.
 */
const installed = `(() => {
const state = { isArmed: false, queue: [], give: null, edited: null, down: null, wheel: null, timer: 0, roots: new WeakSet() }
const TEXT = /^(text|search|email|url|tel|password|number|date|time|month|week|datetime-local|color|range)$/
const isText = (el) => !!el && (el.tagName === 'TEXTAREA' || (el.tagName === 'INPUT' && TEXT.test(el.type)) || el.isContentEditable)
const isLine = (el) => el.tagName === 'INPUT'
const targetOf = (event) => event.composedPath()[0]
const elementOf = (node) => (node && node.nodeType === 1 ? node : node && node.parentElement)
const offsetOf = (el) => {
  let [x, y] = [0, 0]
  for (let view = el.ownerDocument.defaultView; view && view !== window; view = view.parent) {
    const box = view.frameElement.getBoundingClientRect()
    x += box.left + view.frameElement.clientLeft
    y += box.top + view.frameElement.clientTop
  }
  return [x, y]
}
const push = (meant) => {
  state.queue.push(meant)
  flush()
}
const flush = () => {
  if (!state.give || state.queue.length === 0) return
  const give = state.give
  state.give = null
  give(described(state.queue.shift()))
}
const valueOf = (el) => (el.isContentEditable ? el.innerText : el.value)
const remember = (el) => {
  if (state.edited && state.edited.element === el) return
  commit()
  state.edited = { element: el, before: el.isContentEditable ? el.innerHTML : el.value, isChanged: false }
}
const commit = () => {
  const edited = state.edited
  state.edited = null
  if (!edited || !edited.isChanged) return
  const { element, before } = edited
  const text = valueOf(element)
  if (element.isContentEditable) element.innerHTML = before
  else element.value = before
  push({ kind: 'fill', element, text })
}
const swallow = (event) => {
  event.preventDefault()
  event.stopImmediatePropagation()
}
const keep = (event) => event.stopImmediatePropagation()
const isMine = (event) => state.isArmed && event.isTrusted
const pointOf = (event, el) => {
  const [x, y] = offsetOf(el)
  return [Math.round(x + event.clientX), Math.round(y + event.clientY)]
}
const clickedOf = (el) => {
  const label = el.closest && el.closest('label')
  const inner = el.closest && el.closest('a,button,input,select,textarea')
  return label && label.control && !inner ? label.control : el
}
const isNative = (el) => el && (el.tagName === 'SELECT' || el.tagName === 'OPTION' || (el.tagName === 'INPUT' && /^(color|range)$/.test(el.type)))
const selected = (el) => [...el.options].map((option) => option.selected)
const onDown = (event) => {
  if (!isMine(event)) return
  const el = elementOf(targetOf(event))
  if (!el) return
  if (isNative(el)) {
    keep(event)
    const select = el.closest('select')
    if (select) state.choice = { element: select, before: selected(select) }
    else remember(el)
    return
  }
  const within = state.edited && (state.edited.element === el || state.edited.element.contains(el))
  // A click within the field that is being written only moves the caret.
  if (within) return keep(event)
  swallow(event)
  if (event.type !== 'pointerdown') return
  state.down = { element: el, points: [pointOf(event, el)], isChecked: clickedOf(el).checked }
}
const onMove = (event) => {
  if (!isMine(event)) return
  keep(event)
  const el = elementOf(targetOf(event))
  if (el && state.down && event.type === 'pointermove') state.down.points.push(pointOf(event, el))
}
const onUp = (event) => {
  if (!isMine(event)) return
  const down = state.down
  const el = elementOf(targetOf(event))
  if (!down || !el || isNative(el)) return keep(event)
  swallow(event)
  if (event.type !== 'pointerup') return
  state.down = null
  const [first] = down.points
  const last = pointOf(event, el)
  down.points.push(last)
  const far = Math.hypot(last[0] - first[0], last[1] - first[1]) > 6
  commit()
  if (far) {
    setTimeout(() => push({ kind: 'drag', element: down.element, to: el, points: down.points }), 0)
    return
  }
  const button = ['left', 'middle', 'right'][event.button] || 'left'
  clicked({ element: clickedOf(el), point: last, button, isHover: event.altKey, isChecked: down.isChecked })
}
const clicked = (click) => {
  if (state.timer) {
    clearTimeout(state.timer)
    state.timer = 0
    return push({ ...click, kind: 'double_click' })
  }
  // A second click may follow.
  state.timer = setTimeout(() => {
    state.timer = 0
    push({ ...click, kind: click.isHover ? 'hover' : 'click' })
  }, 250)
}
const leave = (event) => {
  swallow(event)
  commit()
  push({ kind: 'press', key: event.shiftKey ? 'Shift+' + event.key : event.key })
}
const onKey = (event) => {
  if (!isMine(event)) return
  const el = elementOf(targetOf(event))
  const isModifier = /^(Shift|Control|Alt|Meta|CapsLock|AltGraph|Dead|Process)$/.test(event.key)
  if (isModifier || event.type !== 'keydown') return keep(event)
  if (el && isNative(el)) {
    if (el.tagName === 'SELECT') state.choice = { element: el, before: selected(el) }
    else remember(el)
    return /^(Tab|Enter|Escape)$/.test(event.key) ? leave(event) : keep(event)
  }
  const isCommand = event.ctrlKey || event.metaKey
  if (isText(el)) {
    const isEditing = isCommand ? /^[acvxyz]$/i.test(event.key) || /^(Arrow|Home|End|Back|Del)/.test(event.key)
      : event.key.length === 1 || /^(Backspace|Delete|ArrowLeft|ArrowRight|Home|End)$/.test(event.key) ||
        (!isLine(el) && /^(Enter|ArrowUp|ArrowDown|PageUp|PageDown)$/.test(event.key))
    if (isEditing) {
      remember(el)
      return keep(event)
    }
  }
  swallow(event)
  commit()
  const names = [event.ctrlKey && 'Control', event.metaKey && 'Meta', event.altKey && 'Alt', event.shiftKey && event.key.length > 1 && 'Shift']
  const key = event.key === ' ' ? 'Space' : event.key
  push({ kind: 'press', key: [...names.filter(Boolean), key].join('+') })
}
const onInput = (event) => {
  if (!isMine(event)) return
  keep(event)
  const el = elementOf(targetOf(event))
  if (!el) return
  if (el.tagName === 'SELECT') {
    const { choice } = state
    state.choice = null
    if (event.type !== 'input' || !choice || choice.element !== el) return
    const labels = [...el.selectedOptions].map((option) => option.label)
    for (const [at, was] of choice.before.entries()) el.options[at].selected = was
    return push({ kind: 'select', element: el, labels })
  }
  if (event.type === 'beforeinput') return remember(el)
  if (state.edited && state.edited.element === el) state.edited.isChanged = true
  if (event.type === 'change' && isNative(el)) commit()
}
const onFocusOut = (event) => {
  if (!isMine(event)) return
  keep(event)
  const el = elementOf(targetOf(event))
  if (state.edited && state.edited.element === el && !isNative(el)) commit()
}
const onWheel = (event) => {
  if (!isMine(event)) return
  swallow(event)
  const el = elementOf(targetOf(event))
  if (!el) return
  const wheel = state.wheel || { element: el, point: pointOf(event, el), dx: 0, dy: 0 }
  wheel.dx += event.deltaX
  wheel.dy += event.deltaY
  clearTimeout(wheel.timer)
  wheel.timer = setTimeout(() => {
    state.wheel = null
    commit()
    push({ kind: 'scroll', ...wheel, timer: null })
  }, 150)
  state.wheel = wheel
}
const listeners = {
  pointerdown: onDown, mousedown: onDown, pointerup: onUp, mouseup: onUp,
  click: (event) => { if (isMine(event)) isNative(elementOf(targetOf(event))) ? keep(event) : swallow(event) },
  wheel: onWheel, keydown: onKey, keyup: onKey, keypress: (event) => { if (isMine(event)) keep(event) },
  beforeinput: onInput, input: onInput, change: onInput, focusout: onFocusOut,
}
for (const type of ['dblclick', 'auxclick', 'contextmenu', 'dragstart', 'submit']) {
  listeners[type] = (event) => { if (isMine(event)) swallow(event) }
}
for (const type of ['pointermove', 'mousemove', 'pointerover', 'mouseover', 'pointerout', 'mouseout', 'pointerenter', 'mouseenter', 'pointerleave', 'mouseleave', 'copy', 'cut', 'paste', 'focusin', 'focus', 'blur']) {
  listeners[type] = listeners[type] || ((event) => { if (isMine(event)) keep(event) })
}
listeners.pointermove = onMove
const listen = (view) => {
  let document
  try { document = view.document } catch { return }
  if (!document || state.roots.has(document)) return
  state.roots.add(document)
  for (const [type, listener] of Object.entries(listeners)) view.addEventListener(type, listener, { capture: true, passive: false })
}
const frames = (view) => {
  listen(view)
  for (let at = 0; at < view.length; at++) {
    try { if (view[at].document) frames(view[at]) } catch {}
  }
}
DESCRIBE
return {
  next(ms) {
    frames(window)
    state.isArmed = true
    return new Promise((resolve) => {
      state.give = resolve
      setTimeout(() => { if (state.give === resolve) { state.give = null; resolve(null) } }, ms)
      flush()
    })
  },
  isListening: () => state.give !== null,
  rest() {
    state.isArmed = false
    if (state.give) state.give(null)
    state.give = null
  },
}
})()`

const PLACE = `globalThis[Symbol.for('palaestra.person')]`

/** Waits that long for what a person does next; null: nothing. \`isKnown\` tells whether the document was there before. */
export const nextScript = (ms: number): string => `(async () => {
const isKnown = ${PLACE} !== undefined
${PLACE} ??= ${installed.replace('DESCRIBE', () => describing)}
return { isKnown, url: location.href, meant: await ${PLACE}.next(${ms}) }
})()`

/** Lets events pass again, for actions. */
export const restScript = `void ${PLACE}?.rest()`
