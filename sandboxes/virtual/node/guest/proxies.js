import { NativeWeakMap, ObjectFreeze, WeakMapGet, WeakMapSet } from 'node:internal/primordials'

const NativeProxy = Proxy
const nativeRevocable = Proxy.revocable
const targets = new NativeWeakMap()

/** What a proxy stands for, or undefined where the value is no proxy. */
export const proxyTarget = (value) => WeakMapGet(targets, value)

/** `Proxy`, remembering its targets: the interpreter cannot tell a proxy from its target. */
export function TrackedProxy(target, handler) {
  if (new.target === undefined) throw new TypeError("Constructor Proxy requires 'new'")
  const proxy = new NativeProxy(target, handler)
  WeakMapSet(targets, proxy, target)
  return proxy
}

TrackedProxy.revocable = function revocable(target, handler) {
  const made = nativeRevocable(target, handler)
  WeakMapSet(targets, made.proxy, target)
  return made
}
Object.defineProperty(TrackedProxy, 'name', { value: 'Proxy', configurable: true })
Object.defineProperty(TrackedProxy, 'prototype', { value: undefined, writable: false })
ObjectFreeze(targets)
