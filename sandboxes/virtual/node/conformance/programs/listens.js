// biome-ignore-all lint: a program that does odd things on purpose
process.on('unhandledRejection', (reason, promise) =>
  console.log('unhandled', reason.message, promise instanceof Promise),
)
process.on('uncaughtException', (error, origin) => console.log('uncaught', error.message, origin))
Promise.reject(new Error('one'))
setTimeout(() => {
  throw new Error('two')
}, 1)
setTimeout(() => console.log('still here'), 5)
const late = Promise.reject(new Error('handled'))
late.catch(() => {})
