// biome-ignore-all lint: a program that does odd things on purpose
try {
  require('./not-there')
} catch (error) {
  console.log(error.code, error.message.split('\n')[0], error.requireStack.length)
}
try {
  require('no-such-package')
} catch (error) {
  console.log(error.code, error.message.split('\n')[0])
}
import('./nope.mjs').catch((error) =>
  console.log(
    error.code,
    error.name,
    error.message.replace(/'[^']*\//g, "'").replace(/from .*\//, 'from '),
  ),
)
import('also-no-package').catch((error) =>
  console.log(error.code, error.message.replace(/from .*\//, 'from ')),
)
require('node:nothing')
