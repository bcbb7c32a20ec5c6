// biome-ignore-all lint: a program that does odd things on purpose
const fs = require('node:fs')
const path = require('node:path')

const base = fs.mkdtempSync(path.join(process.cwd(), 'tmp-'))
const at = (...parts) => path.join(base, ...parts)
const attempt = (action) => {
  try {
    return action()
  } catch (error) {
    return [error.code, error.syscall, error.errno, error.message.replaceAll(base, '<base>')]
  }
}
const log = (...args) => console.log(...args)
log(attempt(() => fs.readFileSync(at('none'), 'utf8')))
log(attempt(() => fs.writeFileSync(at('no/such/folder'), 'x')))
fs.writeFileSync(at('a.txt'), 'hällo')
log(
  fs.readFileSync(at('a.txt'), 'utf8'),
  fs.readFileSync(at('a.txt')),
  fs.readFileSync(at('a.txt'), { encoding: 'hex' }),
)
fs.appendFileSync(at('a.txt'), ' more')
log(
  fs.readFileSync(at('a.txt'), 'utf-8'),
  fs.existsSync(at('a.txt')),
  fs.existsSync(at('none')),
  fs.existsSync(undefined),
)
log(
  attempt(() => fs.mkdirSync(at('d/e/f'))),
  attempt(() => fs.mkdirSync(at('d/e/f'), { recursive: true })).replace(base, '<base>'),
  fs.mkdirSync(at('d/e'), { recursive: true }),
)
log(attempt(() => fs.mkdirSync(at('d'))))
fs.writeFileSync(at('d/one.js'), '1')
fs.writeFileSync(at('d/e/two.js'), Buffer.from([50]))
log(
  fs.readdirSync(at('d')),
  fs
    .readdirSync(at('d'), { withFileTypes: true })
    .map((entry) => [entry.name, entry.isFile(), entry.isDirectory()]),
)
log(fs.readdirSync(at('d'), { recursive: true }).sort())
log(
  attempt(() => fs.readdirSync(at('none'))),
  attempt(() => fs.readdirSync(at('a.txt'))),
  attempt(() => fs.readFileSync(at('d'))),
)
const stat = fs.statSync(at('a.txt'))
log(
  stat.size,
  stat.isFile(),
  stat.isDirectory(),
  fs.statSync(at('d')).isDirectory(),
  stat.mtime instanceof Date,
  fs.statSync(at('none'), { throwIfNoEntry: false }),
)
log(attempt(() => fs.statSync(at('none'))))
fs.copyFileSync(at('a.txt'), at('b.txt'))
fs.renameSync(at('b.txt'), at('c.txt'))
log(
  fs.existsSync(at('b.txt')),
  fs.readFileSync(at('c.txt'), 'utf8'),
  attempt(() => fs.renameSync(at('none'), at('x'))),
)
log(
  attempt(() => fs.unlinkSync(at('none'))),
  fs.unlinkSync(at('c.txt')),
  attempt(() => fs.rmdirSync(at('d'))),
)
log(
  attempt(() => fs.rmSync(at('none'))),
  fs.rmSync(at('none'), { force: true }),
  fs.rmSync(at('d'), { recursive: true, force: true }),
  fs.readdirSync(base),
)
log(
  attempt(() => fs.readFileSync(1.5)),
  attempt(() => fs.accessSync(at('none'))),
  fs.accessSync(at('a.txt')),
)
log(attempt(() => fs.writeFileSync(at('a.txt'), 'x', { flag: 'wx' })))
const fd = fs.openSync(at('fd.txt'), 'w')
fs.writeSync(fd, 'abc')
fs.writeSync(fd, 'def')
fs.closeSync(fd)
log(fs.readFileSync(at('fd.txt'), 'utf8'))
fs.readFile(at('a.txt'), 'utf8', (error, text) => {
  log('callback', error, text)
  fs.promises
    .readFile(at('none'))
    .catch((error_) => log('promise', error_.code))
    .then(async () => {
      await fs.promises.writeFile(at('p.txt'), 'p')
      await fs.promises.mkdir(at('q'), { recursive: true })
      log(
        await fs.promises.readFile(at('p.txt'), 'utf8'),
        (await fs.promises.stat(at('q'))).isDirectory(),
        await fs.promises.readdir(base),
      )
      await fs.promises.rm(base, { recursive: true })
    })
})
