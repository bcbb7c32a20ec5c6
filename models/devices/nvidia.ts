import { existsSync, readFileSync } from 'node:fs'

/** Version of the NVIDIA driver of this machine; null where there is no NVIDIA GPU. Linux only. */
export function nvidiaDriver(): string | null {
  try {
    const text = readFileSync('/proc/driver/nvidia/version', 'utf8')
    return /(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1] ?? 'of unknown version'
  } catch {
    // Under Windows' Linux the driver is Windows' own.
    return existsSync('/usr/lib/wsl/lib/libcuda.so.1') ? 'of Windows' : null
  }
}
