// biome-ignore-all lint: a program that does odd things on purpose
const log = []
const say = (text) => () => log.push(text)
setTimeout(say('timeout 10'), 10)
setTimeout(say('timeout 5'), 5)
setTimeout(say('timeout 0'), 0)
setTimeout(say('timeout 1'), 1)
const interval = setInterval(() => {
  log.push('interval')
  if (log.filter((text) => text === 'interval').length === 3) clearInterval(interval)
}, 3)
process.nextTick(say('tick 1'))
Promise.resolve().then(say('microtask 1')).then(say('microtask 2'))
queueMicrotask(say('microtask 3'))
process.nextTick(() => {
  log.push('tick 2')
  process.nextTick(say('tick in tick'))
  Promise.resolve().then(say('microtask in tick'))
})
Promise.resolve().then(() => process.nextTick(say('tick in microtask')))
const cancelled = setTimeout(say('never'), 1)
clearTimeout(cancelled)
clearTimeout(undefined)
clearTimeout(setTimeout(say('never'), 1)[Symbol.toPrimitive]())
setTimeout(() => {
  log.push('outer')
  setImmediate(say('immediate in timer'))
  setTimeout(say('timer in timer'), 0)
  process.nextTick(say('tick in timer'))
  Promise.resolve().then(say('microtask in timer'))
}, 20)
setTimeout((a, b) => log.push(a + b), 30, 'arg', 'ument')
const unref = setTimeout(say('unref'), 1000).unref()
console.log(unref.hasRef(), typeof unref.refresh, typeof setImmediate(() => {}))
log.push('sync')
async function later() {
  log.push('async start')
  await null
  log.push('async resumed')
}
later()
process.on('beforeExit', say('beforeExit'))
process.on('exit', (code) =>
  console.log(code, log.filter((text) => text !== 'interval').join('\n')),
)
require('node:timers/promises')
  .setTimeout(60, 'value')
  .then((value) => log.push(`promised ${value}`))
