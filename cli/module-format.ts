import type { ResolveHook } from 'node:module'

/**
 * Module hook: TypeScript files are ES modules, also in a project without `"type": "module"`. As
 * CommonJS their `import 'palaestra'` would become a `require` of another copy, or fail.
 */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context)
  return /\.tsx?(?:\?|$)/.test(resolved.url) ? { ...resolved, format: 'module' } : resolved
}
