// biome-ignore-all lint: a program that does odd things on purpose
const url = require('node:url')

const log = (...args) => console.log(...args)
const samples = [
  'http://user:pass@host.com:8080/p/a/t/h?query=string#hash',
  'https://EXAMPLE.com:443/../a/./b/%7Efoo?x=1&y=a b#frag ment',
  'file:///etc/passwd',
  'mailto:a@b.c',
  'http://[::1]:3000/x',
  'http://192.168.0.1',
  'ws://x/y?z',
  'http://a/b c',
  'data:text/plain,hi',
  'http://ex.com?q',
  'HTTP://a.b',
  'about:blank',
  'http://a.com/ü?ä=ö#ß',
]
for (const sample of samples) {
  const parsed = new URL(sample)
  log(
    [
      'href',
      'origin',
      'protocol',
      'username',
      'password',
      'host',
      'hostname',
      'port',
      'pathname',
      'search',
      'hash',
    ]
      .map((key) => parsed[key])
      .join(' | '),
  )
}
for (const [input, base] of [
  ['../x', 'http://a/b/c/d'],
  ['?q', 'http://a/b'],
  ['#h', 'http://a/b?q'],
  ['//other/p', 'https://a/b'],
  ['/root', 'http://a/b/c'],
  ['', 'http://a/b/c?d'],
  ['x y', 'http://a/b/'],
  ['http://full/', 'http://a/'],
])
  log(new URL(input, base).href)
for (const bad of ['', 'x', 'http://', '/path', 'http://a:99999', 'http://a b']) {
  try {
    log(new URL(bad).href)
  } catch (error) {
    log(bad, error.name, error.code, error.message, error.input, URL.canParse(bad))
  }
}
const edited = new URL('http://a.com/x')
edited.searchParams.append('k', 'v w')
edited.pathname = '/new path'
edited.hash = 'h'
edited.port = '81'
edited.hostname = 'b.org'
edited.protocol = 'https'
log(`${edited}`, JSON.stringify({ edited }))
edited.search = '?one=1&two=2&one=3'
log(
  [...edited.searchParams],
  edited.searchParams.getAll('one'),
  edited.searchParams.get('none'),
  edited.searchParams.has('two'),
)
const params = new URLSearchParams({ b: '2', a: '1 &=' })
params.append('a', 'é')
params.sort()
log(
  params.toString(),
  [...params.keys()],
  params.size,
  new URLSearchParams([['x', 'y']]).toString(),
  new URLSearchParams('?a=b+c%20d').get('a'),
)
params.delete('a')
params.set('b', '3')
log(
  params.toString(),
  url.fileURLToPath('file:///a%20b/c.js'),
  url.pathToFileURL('/a b/#c?.js').href,
)
try {
  url.fileURLToPath('http://x')
} catch (error) {
  log(error.code)
}
log(
  require('node:querystring').parse('a=1&b=2&a=3&c=%20x+y'),
  require('node:querystring').stringify({ a: [1, 2], b: 'x y', c: '' }),
)
