// biome-ignore-all lint: a program that does odd things on purpose
const log = []
const say = (text) => () => log.push(text)
/** On a busy machine making them may take so long that the order of their ends is another one. */
function inNoTime(make) {
  const before = performance.now()
  const timers = make()
  if (performance.now() - before < 2) return
  for (const timer of timers) clearTimeout(timer)
  inNoTime(make)
}
inNoTime(() => [
  setTimeout(say('timeout 10'), 10),
  setTimeout(say('timeout 5'), 5),
  setTimeout(say('timeout 0'), 0),
  setTimeout(say('timeout 1'), 1),
])
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
  process.nextTick(say('tick in timer'))
  Promise.resolve().then(say('microtask in timer'))
  // Which of the two is first is certain after a file was read, and nowhere else.
  require('node:fs').readFile(__filename, () => {
    log.push('read')
    setTimeout(inTurn, 0)
    setImmediate(say('immediate'))
  })
}, 20)
function inTurn() {
  log.push('timer after immediate')
  setTimeout(
    (a, b) => {
      log.push(a + b)
      require('node:timers/promises')
        .setTimeout(10, 'value')
        .then((value) => log.push(`promised ${value}`))
    },
    10,
    'arg',
    'ument',
  )
}
const unref = setTimeout(say('unref'), 1e6).unref()
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
