// biome-ignore-all lint: a program that does odd things on purpose
const { Buffer: Same } = require('node:buffer')

const log = (...args) => console.log(...args)
const text = 'héllo wörld €😀'
for (const encoding of [
  'utf8',
  'hex',
  'base64',
  'base64url',
  'latin1',
  'ascii',
  'utf16le',
  'binary',
  'ucs2',
]) {
  log(
    encoding,
    Buffer.from(text, 'utf8').toString(encoding),
    Buffer.from(text, encoding),
    Buffer.byteLength(text, encoding),
  )
}
log(
  Same === Buffer,
  Buffer.isBuffer(Buffer.alloc(1)),
  Buffer.isEncoding('UTF-8'),
  Buffer.isEncoding('x'),
)
log(
  Buffer.alloc(5, 'ab'),
  Buffer.alloc(3, 1),
  Buffer.from([1, 2, 300, -1]),
  Buffer.from(new Uint16Array([1, 256])),
  Buffer.from(Buffer.from('x')),
)
const a = Buffer.from('abcdef')
log(
  a.slice(1, 3).toString(),
  a.subarray(-2).toString(),
  a.toString('utf8', 1, 4),
  a.equals(Buffer.from('abcdef')),
  Buffer.compare(a, Buffer.from('abd')),
  a.compare(Buffer.from('abc')),
)
log(
  a.indexOf('cd'),
  a.indexOf('zz'),
  a.includes('ef'),
  a.lastIndexOf('b'),
  a.indexOf(99),
  a.indexOf(''),
  a.indexOf('c', 3),
)
log(
  Buffer.concat([a, Buffer.from('!')]),
  Buffer.concat([a, a], 8).toString(),
  JSON.stringify(Buffer.from('hi')),
  [...Buffer.from('hi').entries()],
)
const b = Buffer.alloc(16)
log(
  b.writeUInt8(255, 0),
  b.writeInt16LE(-2, 1),
  b.writeUInt32BE(0xdeadbeef, 3),
  b.writeDoubleLE(1.5, 7),
  b,
)
log(
  b.readUInt8(0),
  b.readInt16LE(1),
  b.readUInt32BE(3),
  b.readDoubleLE(7),
  b.readUIntBE(3, 3),
  b.readIntBE(3, 3),
  b.readBigUInt64LE(0),
)
log(b.write('xyz', 1), b.toString('latin1', 0, 5), b.fill(7, 2, 4), b.fill('ab').toString())
for (const action of [
  () => b.readUInt8(20),
  () => Buffer.alloc(-1),
  () => Buffer.from(5),
  () => Buffer.from('x', 'nope'),
  () => Buffer.from(null),
]) {
  try {
    action()
  } catch (error) {
    log(error.name, error.code)
  }
}
log(
  Buffer.from('ff0g', 'hex'),
  Buffer.from('YWJj\nZGVm', 'base64').toString(),
  Buffer.from([0xe2, 0x82, 0x41, 0xff, 0xf0, 0x9f]).toString(),
)
log(
  atob('aGk='),
  btoa('hi'),
  new TextEncoder().encode('é'),
  new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff])),
)
log(
  Buffer.from('abc').swap16 !== undefined,
  Buffer.from('abcd').swap16().toString(),
  Buffer.from('abc').toJSON(),
  Buffer.from('abc').reverse().toString(),
  Buffer.from('test')
    .map((x) => x + 1)
    .toString(),
)
const { StringDecoder } = require('node:string_decoder')
const decoder = new StringDecoder('utf8')
log(
  decoder.write(Buffer.from([0xe2, 0x82])),
  decoder.write(Buffer.from([0xac])),
  decoder.end(Buffer.from([0xe2])),
)
const crypto = require('node:crypto')
log(
  crypto.createHash('sha256').update('abc').digest('hex'),
  crypto.createHash('md5').update('a').update('b').digest('base64'),
  crypto.createHmac('sha1', 'key').update('data').digest('hex'),
  crypto.randomUUID().length,
  crypto.randomBytes(4).length,
)
