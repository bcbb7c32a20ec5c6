import { StringIncludes } from 'node:internal/primordials'
import { encodeUtf8 } from 'node:internal/utf8'

/** The host's functions; the global that carries them in is gone before any program runs. */
export const host = globalThis.hostFunctions

delete globalThis.hostFunctions

const { print, printBytes } = host

/** Texts reach the host as C strings, which a zero would end. */
host.print = (stream, text) => {
  if (StringIncludes(text, '\0')) printBytes(stream, encodeUtf8(text).buffer)
  else print(stream, text)
}

/** Ends the program at once: the host interrupts the loop, which nothing in here can catch. */
function ending(end) {
  return (...args) => {
    end(...args)
    for (;;);
  }
}

host.exit = ending(host.exit)
host.die = ending(host.die)
host.outOfMemory = ending(host.outOfMemory)
