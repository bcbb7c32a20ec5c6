// biome-ignore-all lint: a program that does odd things on purpose
const path = require('node:path')

const samples = [
  '',
  '.',
  '..',
  '/',
  '//',
  '/a',
  '/a/',
  'a/b/../c',
  '../a',
  './a/./b',
  '/a//b///c',
  'a.txt',
  '.hidden',
  'a.b.c',
  '/a/b.c/',
  'a/..',
  '../../x',
  'a b/ü.js',
  'file.',
  '..a',
  '//host/x',
]
for (const sample of samples) {
  console.log(
    JSON.stringify([
      sample,
      path.normalize(sample),
      path.dirname(sample),
      path.basename(sample),
      path.extname(sample),
      path.isAbsolute(sample),
      path.parse(sample),
      path.format(path.parse(sample)),
    ]),
  )
}
console.log(
  path.join('a', '..', 'b', '/c'),
  path.join(),
  path.join('', ''),
  path.join('/a', '../..', 'b'),
)
console.log(
  path.resolve('/a', 'b', '../c'),
  path.resolve('/a', '/b'),
  path.resolve('x') === `${process.cwd()}/x`,
)
console.log(
  path.relative('/a/b/c', '/a/d'),
  path.relative('/a', '/a'),
  path.relative('/a', '/a/b/c'),
  path.relative('/a/b', '/'),
)
console.log(
  path.basename('a.html', '.html'),
  path.basename('a.html', 'html'),
  path.basename('.js', '.js'),
  path.sep,
  path.delimiter,
)
console.log(
  path.format({ dir: '/d', name: 'n', ext: 'e' }),
  path.format({ root: '/', base: 'b' }),
  path === path.posix,
)
try {
  path.join(1)
} catch (error) {
  console.log(error.code, error.message)
}
