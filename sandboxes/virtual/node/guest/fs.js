import { Buffer } from 'node:internal/buffer'
import { decode, encode, encodeUtf8 } from 'node:internal/buffer-codec'
import { invalidArgument, nodeError } from 'node:internal/errors'
import { addImmediate } from 'node:internal/event-loop'
import { host } from 'node:internal/host'
import { path } from 'node:internal/path'
import { fileURLToPath } from 'node:internal/url'
import { isURL } from 'node:internal/url-brand'

const REASONS = {
  ENOENT: ['no such file or directory', -2],
  EACCES: ['permission denied', -13],
  EBADF: ['bad file descriptor', -9],
  EEXIST: ['file already exists', -17],
  ENOTDIR: ['not a directory', -20],
  EISDIR: ['illegal operation on a directory', -21],
  EINVAL: ['invalid argument', -22],
  ENOSPC: ['no space left on device', -28],
  ENOTEMPTY: ['directory not empty', -39],
}

function fail(code, syscall, file, to) {
  const [reason, errno] = REASONS[code] ?? ['unknown error', -1]
  const where = file === undefined ? '' : ` '${file}'${to === undefined ? '' : ` -> '${to}'`}`
  return nodeError('Error', code, `${code}: ${reason}, ${syscall}${where}`, {
    errno,
    code,
    syscall,
    ...(file === undefined ? {} : { path: file }),
    ...(to === undefined ? {} : { dest: to }),
  })
}

/** A path as given and as the host takes it. */
function locate(value, name = 'path') {
  if (isURL(value)) return { shown: fileURLToPath(value), absolute: fileURLToPath(value) }
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) {
    throw invalidArgument(name, 'of type string or an instance of Buffer or URL', value)
  }
  const shown = `${value}`
  if (shown.includes('\0')) {
    throw nodeError(
      'TypeError',
      'ERR_INVALID_ARG_VALUE',
      `The argument 'path' must be a string, Uint8Array, or URL without null bytes. Received '${shown}'`,
    )
  }
  return { shown, absolute: path.resolve(shown) }
}

const S_IFDIR = 0o040000
const S_IFREG = 0o100000

class Stats {
  constructor(kind, size, mode) {
    const now = host.now()
    this.dev = 1
    this.mode = (kind === 'directory' ? S_IFDIR : S_IFREG) | mode
    this.nlink = 1
    this.uid = 1000
    this.gid = 1000
    this.ino = 1
    this.size = size
    this.blocks = Math.ceil(size / 512)
    this.blksize = 4096
    for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
      this[`${name}Ms`] = now
      this[name] = new Date(now)
    }
  }

  isFile() {
    return (this.mode & 0o170000) === S_IFREG
  }

  isDirectory() {
    return (this.mode & 0o170000) === S_IFDIR
  }

  isSymbolicLink() {
    return false
  }

  isFIFO() {
    return false
  }

  isSocket() {
    return false
  }

  isBlockDevice() {
    return false
  }

  isCharacterDevice() {
    return false
  }
}

class Dirent {
  #isDirectory

  constructor(name, parent, isDirectory) {
    this.name = name
    this.parentPath = parent
    this.path = parent
    this.#isDirectory = isDirectory
  }

  isFile() {
    return !this.#isDirectory
  }

  isDirectory() {
    return this.#isDirectory
  }

  isSymbolicLink() {
    return false
  }
}

function look(absolute) {
  const text = host.stat(absolute)
  if (text === undefined) return undefined
  const [kind, size, mode] = text.split(':')
  return { kind, size: Number(size), mode: Number(mode) }
}

function check(result, syscall, shown, to) {
  if (result !== undefined) throw fail(result, syscall, shown, to)
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding)

function bytesOf(data, encoding) {
  if (typeof data === 'string') return encode(data, encoding ?? 'utf8')
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  throw invalidArgument(
    'data',
    'of type string or an instance of Buffer, TypedArray, or DataView',
    data,
  )
}

/** An own buffer with just these bytes, as the host takes it. */
const exact = (bytes) =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer

const descriptors = new Map()
let nextDescriptor = 20

function descriptor(fd, syscall) {
  const file = descriptors.get(fd)
  if (file === undefined) throw fail('EBADF', syscall)
  return file
}

function readBytes(absolute, shown) {
  const found = look(absolute)
  if (found === undefined) throw fail('ENOENT', 'open', shown)
  if (found.kind === 'directory') throw fail('EISDIR', 'read')
  return new Uint8Array(host.readBytes(absolute))
}

function requireParent(absolute, shown, syscall, to) {
  const parent = look(path.dirname(absolute))
  if (parent === undefined) throw fail('ENOENT', syscall, shown, to)
  if (parent.kind !== 'directory') throw fail('ENOTDIR', syscall, shown, to)
}

function copyTree(from, to, options, shown) {
  const found = look(from)
  if (found === undefined) throw fail('ENOENT', 'cp', shown)
  if (found.kind === 'file') {
    if (look(to) !== undefined && options.force === false) return
    check(host.writeBytes(to, host.readBytes(from)), 'cp', shown)
    return
  }
  if (!options.recursive) {
    throw nodeError(
      'Error',
      'ERR_FS_EISDIR',
      `Recursive option not enabled, cannot copy a directory: cp returned EISDIR (${from} is a directory (not copied)) ${from}`,
    )
  }
  check(host.makeDirectory(to), 'cp', shown)
  for (const name of namesIn(from))
    copyTree(path.join(from, name), path.join(to, name), options, shown)
}

const namesIn = (absolute) => {
  const text = host.list(absolute)
  return text === undefined ? undefined : text === '' ? [] : text.split('/')
}

function listTree(absolute, prefix = '') {
  const result = []
  for (const name of namesIn(absolute) ?? []) {
    const at = path.join(absolute, name)
    result.push(prefix + name)
    if (look(at)?.kind === 'directory') result.push(...listTree(at, `${prefix}${name}/`))
  }
  return result
}

const sync = {
  readFile(file, options) {
    const encoding = encodingOf(options)
    let bytes
    if (file === 0) bytes = encodeUtf8(host.stdin())
    else if (Number.isInteger(file)) bytes = readBytes(descriptor(file, 'read').absolute)
    else {
      const { absolute, shown } = locate(file)
      const isText = encoding === 'utf8' || encoding === 'utf-8'
      const text = isText ? host.readText(absolute) : undefined
      if (text !== undefined) return text
      bytes = readBytes(absolute, shown)
    }
    return encoding === undefined || encoding === null || encoding === 'buffer'
      ? Buffer.from(exact(bytes))
      : decode(bytes, encoding)
  },

  writeFile(file, data, options) {
    const bytes = bytesOf(data, encodingOf(options))
    const flag = options?.flag ?? 'w'
    if (typeof file === 'number') {
      sync.write(file, bytes)
      return
    }
    const { absolute, shown } = locate(file)
    const found = look(absolute)
    if (found?.kind === 'directory') throw fail('EISDIR', 'open', shown)
    if (flag.includes('x') && found !== undefined) throw fail('EEXIST', 'open', shown)
    requireParent(absolute, shown, 'open')
    const before =
      flag.startsWith('a') && found !== undefined ? readBytes(absolute, shown) : new Uint8Array(0)
    const all = before.length === 0 ? bytes : Buffer.concat([before, bytes])
    check(host.writeBytes(absolute, exact(all)), 'write', shown)
  },

  appendFile(file, data, options) {
    sync.writeFile(file, data, {
      ...(typeof options === 'string' ? { encoding: options } : options),
      flag: 'a',
    })
  },

  exists(file) {
    try {
      return look(locate(file).absolute) !== undefined
    } catch {
      return false
    }
  },

  access(file) {
    const { absolute, shown } = locate(file)
    if (look(absolute) === undefined) throw fail('ENOENT', 'access', shown)
  },

  stat(file, options) {
    const { absolute, shown } = locate(file)
    const found = look(absolute)
    if (found !== undefined) return new Stats(found.kind, found.size, found.mode)
    if (options?.throwIfNoEntry === false) return undefined
    throw fail('ENOENT', 'stat', shown)
  },

  fstat(fd) {
    return sync.stat(descriptor(fd, 'fstat').absolute)
  },

  readdir(directory, options) {
    const { absolute, shown } = locate(directory)
    const found = look(absolute)
    if (found === undefined) throw fail('ENOENT', 'scandir', shown)
    if (found.kind !== 'directory') throw fail('ENOTDIR', 'scandir', shown)
    const names = options?.recursive ? listTree(absolute) : namesIn(absolute)
    if (!options?.withFileTypes) return names
    return names.map((name) => {
      const parent = path.dirname(path.join(shown, name))
      return new Dirent(
        path.basename(name),
        parent,
        look(path.join(absolute, name))?.kind === 'directory',
      )
    })
  },

  mkdir(directory, options) {
    const { absolute, shown } = locate(directory)
    const isRecursive = Boolean(options?.recursive)
    const found = look(absolute)
    if (found !== undefined) {
      if (isRecursive && found.kind === 'directory') return undefined
      throw fail('EEXIST', 'mkdir', shown)
    }
    if (!isRecursive) requireParent(absolute, shown, 'mkdir')
    let first = absolute
    while (look(path.dirname(first)) === undefined) first = path.dirname(first)
    if (look(path.dirname(first)).kind !== 'directory') throw fail('ENOTDIR', 'mkdir', shown)
    check(host.makeDirectory(absolute), 'mkdir', shown)
    return isRecursive ? first : undefined
  },

  mkdtemp(prefix) {
    const { shown } = locate(prefix, 'prefix')
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    const bytes = new Uint8Array(host.randomBytes(6))
    const made = shown + Array.from(bytes, (byte) => letters[byte % letters.length]).join('')
    sync.mkdir(made)
    return made
  },

  rm(file, options) {
    const { absolute, shown } = locate(file)
    const found = look(absolute)
    if (found === undefined) {
      if (options?.force) return
      throw fail('ENOENT', 'lstat', shown)
    }
    if (found.kind === 'directory' && !options?.recursive) {
      throw nodeError(
        'Error',
        'ERR_FS_EISDIR',
        `Path is a directory: rm returned EISDIR (is a directory) ${shown}`,
      )
    }
    check(host.remove(absolute), 'rm', shown)
  },

  rmdir(file, options) {
    const { absolute, shown } = locate(file)
    const found = look(absolute)
    if (found === undefined) throw fail('ENOENT', 'rmdir', shown)
    if (found.kind !== 'directory') throw fail('ENOTDIR', 'rmdir', shown)
    if (!options?.recursive && namesIn(absolute).length > 0) throw fail('ENOTEMPTY', 'rmdir', shown)
    check(host.remove(absolute), 'rmdir', shown)
  },

  unlink(file) {
    const { absolute, shown } = locate(file)
    const found = look(absolute)
    if (found === undefined) throw fail('ENOENT', 'unlink', shown)
    if (found.kind === 'directory') throw fail('EISDIR', 'unlink', shown)
    check(host.remove(absolute), 'unlink', shown)
  },

  rename(from, to) {
    const source = locate(from, 'oldPath')
    const target = locate(to, 'newPath')
    const found = look(source.absolute)
    if (found === undefined) throw fail('ENOENT', 'rename', source.shown, target.shown)
    requireParent(target.absolute, source.shown, 'rename', target.shown)
    if (source.absolute === target.absolute) return
    const existing = look(target.absolute)
    if (existing?.kind === 'directory') {
      if (found.kind !== 'directory') throw fail('EISDIR', 'rename', source.shown, target.shown)
      if (namesIn(target.absolute).length > 0)
        throw fail('ENOTEMPTY', 'rename', source.shown, target.shown)
    }
    copyTree(source.absolute, target.absolute, { recursive: true }, source.shown)
    check(host.remove(source.absolute), 'rename', source.shown)
  },

  copyFile(from, to, mode = 0) {
    const source = locate(from, 'src')
    const target = locate(to, 'dest')
    const found = look(source.absolute)
    if (found === undefined) throw fail('ENOENT', 'copyfile', source.shown, target.shown)
    if (mode & 1 && look(target.absolute) !== undefined)
      throw fail('EEXIST', 'copyfile', source.shown, target.shown)
    requireParent(target.absolute, source.shown, 'copyfile', target.shown)
    check(
      host.writeBytes(target.absolute, host.readBytes(source.absolute)),
      'copyfile',
      source.shown,
    )
  },

  cp(from, to, options = {}) {
    const source = locate(from, 'src')
    copyTree(source.absolute, locate(to, 'dest').absolute, options, source.shown)
  },

  realpath(file) {
    const { absolute, shown } = locate(file)
    if (look(absolute) === undefined) throw fail('ENOENT', 'lstat', shown)
    return absolute
  },

  truncate(file, length = 0) {
    const { absolute, shown } = locate(file)
    const bytes = new Uint8Array(length)
    bytes.set(readBytes(absolute, shown).subarray(0, length))
    check(host.writeBytes(absolute, bytes.buffer), 'ftruncate', shown)
  },

  open(file, flags = 'r') {
    const { absolute, shown } = locate(file)
    const found = look(absolute)
    if (found === undefined && `${flags}`.startsWith('r')) throw fail('ENOENT', 'open', shown)
    if (found !== undefined && `${flags}`.includes('x')) throw fail('EEXIST', 'open', shown)
    if (found === undefined || `${flags}`.startsWith('w')) sync.writeFile(file, '')
    const fd = nextDescriptor++
    descriptors.set(fd, {
      absolute,
      shown,
      position: `${flags}`.startsWith('a') ? look(absolute).size : 0,
    })
    return fd
  },

  close(fd) {
    descriptor(fd, 'close')
    descriptors.delete(fd)
  },

  read(fd, buffer, offset = 0, length = buffer.byteLength - offset, position = null) {
    const file = descriptor(fd, 'read')
    const at = position ?? file.position
    const part = readBytes(file.absolute, file.shown).subarray(Number(at), Number(at) + length)
    new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(part, offset)
    if (position === null) file.position += part.length
    return part.length
  },

  write(fd, data, ...rest) {
    if (fd === 1 || fd === 2) {
      host.print(fd, typeof data === 'string' ? data : Buffer.from(data).toString())
      return data.length
    }
    const file = descriptor(fd, 'write')
    const isText = typeof data === 'string'
    const bytes = isText
      ? encode(data, rest[1])
      : data.subarray(rest[0] ?? 0, (rest[0] ?? 0) + (rest[1] ?? data.length))
    const at = (isText ? rest[0] : rest[2]) ?? file.position
    const old = readBytes(file.absolute, file.shown)
    const all = new Uint8Array(Math.max(old.length, at + bytes.length))
    all.set(old)
    all.set(bytes, at)
    check(host.writeBytes(file.absolute, all.buffer), 'write', file.shown)
    file.position = at + bytes.length
    return bytes.length
  },

  chmod() {},
  utimes() {},
  fsync() {},
}
sync.lstat = sync.stat

export const constants = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  COPYFILE_EXCL: 1,
  COPYFILE_FICLONE: 2,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 64,
  O_EXCL: 128,
  O_TRUNC: 512,
  O_APPEND: 1024,
  S_IFMT: 0o170000,
  S_IFREG,
  S_IFDIR,
}

function withCallback(name) {
  return (...args) => {
    const callback = args.pop()
    if (typeof callback !== 'function') throw invalidArgument('cb', 'of type function', callback)
    let outcome
    try {
      outcome = [null, sync[name](...args)]
    } catch (error) {
      if (error.code?.startsWith?.('ERR_INVALID_ARG')) throw error
      outcome = [error]
    }
    if (name === 'exists') outcome = [outcome[1]]
    addImmediate(callback, outcome)
  }
}

function asPromise(name) {
  return (...args) =>
    new Promise((resolve, reject) => {
      addImmediate(() => {
        try {
          resolve(sync[name](...args))
        } catch (error) {
          reject(error)
        }
      }, [])
    })
}

/** `node:fs/promises`. */
export const promises = { constants }
const fs = { constants, promises, Stats, Dirent }
for (const name of Object.keys(sync)) {
  const functions = { [`${name}Sync`]: sync[name] }
  Object.defineProperty(sync[name], 'name', { value: `${name}Sync`, configurable: true })
  fs[`${name}Sync`] = functions[`${name}Sync`]
  fs[name] = withCallback(name)
  if (name !== 'exists' && name !== 'close' && name !== 'read' && name !== 'write')
    promises[name] = asPromise(name)
}
promises.open = undefined
delete promises.open
delete promises.fstat
delete promises.fsync

export default fs
