/** Nothing moves by itself: animations and transitions are over at once, carets do not blink. */
export const motionScript = `
const still = new CSSStyleSheet()
still.replaceSync(
  '*, *::before, *::after { transition-duration: 1ms !important; transition-delay: 0s !important; ' +
    'animation-duration: 1ms !important; animation-delay: 0s !important; ' +
    'animation-iteration-count: 1 !important; scroll-behavior: auto !important; ' +
    'caret-color: transparent !important }',
)
document.adoptedStyleSheets.push(still)
const { attachShadow, animate } = Element.prototype
Element.prototype.attachShadow = function (...args) {
  const root = attachShadow.apply(this, args)
  root.adoptedStyleSheets.push(still)
  return root
}
Element.prototype.animate = function (...args) {
  const animation = animate.apply(this, args)
  try {
    animation.finish()
  } catch {
    // One without an end has none to be brought to.
    animation.cancel()
  }
  return animation
}
`
