/** The host's functions; the global that carries them in is gone before any program runs. */
export const host = globalThis.hostFunctions

delete globalThis.hostFunctions
