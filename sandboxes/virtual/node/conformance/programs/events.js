// biome-ignore-all lint: a program that does odd things on purpose
const EventEmitter = require('node:events')
const { once, on } = EventEmitter

const emitter = new EventEmitter()
const log = (...args) => console.log(...args)
emitter.on('newListener', (name) => log('new', name))
emitter.on('a', (...args) => log('a1', ...args))
emitter.once('a', () => log('once'))
emitter.prependListener('a', () => log('first'))
log(emitter.emit('a', 1, 2), emitter.emit('a'), emitter.emit('none'))
log(
  emitter.listenerCount('a'),
  emitter.eventNames(),
  emitter.listeners('a').length,
  emitter.getMaxListeners(),
)
const gone = () => log('gone')
emitter.on('b', gone).off('b', gone)
log(emitter.emit('b'), emitter.rawListeners('a').length)
emitter.removeAllListeners('a')
log(emitter.emit('a'))
for (const value of [new Error('thrown'), 'text', { a: 1 }, undefined]) {
  try {
    new EventEmitter().emit('error', value)
  } catch (error) {
    log(error.message, error.code)
  }
}
class Own extends EventEmitter {
  constructor() {
    super()
    this.on('x', function () {
      log(this === own)
    })
  }
}
const own = new Own()
own.emit('x')
function Old() {
  EventEmitter.call(this)
}
require('node:util').inherits(Old, EventEmitter)
const old = new Old()
old.on('y', () => log('old'))
log(old.emit('y'), old instanceof EventEmitter, EventEmitter.defaultMaxListeners)
async function main() {
  setTimeout(() => emitter.emit('later', 1, 2), 1)
  log(await once(emitter, 'later'))
  setTimeout(() => emitter.emit('error', new Error('while waiting')), 1)
  await once(emitter, 'later').catch((error) => log('rejected', error.message))
  setTimeout(() => {
    emitter.emit('item', 1)
    emitter.emit('item', 2)
  }, 1)
  for await (const [item] of on(emitter, 'item')) {
    log('item', item)
    if (item === 2) break
  }
  const target = new EventTarget()
  target.addEventListener(
    't',
    (event) => log(event.type, event.target === target, event instanceof Event),
    { once: true },
  )
  log(target.dispatchEvent(new Event('t')), target.dispatchEvent(new Event('t')))
  const controller = new AbortController()
  controller.signal.addEventListener('abort', () =>
    log('aborted', controller.signal.reason.name, controller.signal.reason.message),
  )
  controller.abort()
  log(controller.signal.aborted)
  try {
    controller.signal.throwIfAborted()
  } catch (error) {
    log(error.name, error.code)
  }
}
main()
