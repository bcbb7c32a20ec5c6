import { createHash, createHmac } from 'node:crypto'
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten'
import { formatOf } from './modules/format.ts'
import { withoutHashBang, withoutQuery } from './modules/module-source.ts'
import { readText, relativePath } from './modules/paths.ts'
import { ResolveError } from './modules/resolve.ts'
import { chargeBytes, type RunState, writeOutput } from './run-state.ts'

export const NODE_VERSION = 'v20.20.2'

/** What a guest function receives or returns, besides handles. */
type HostFunction = (...args: QuickJSHandle[]) => QuickJSHandle | undefined

/** The functions the guest's own modules call; programs never get hold of them. */
export function hostFunctions(
  context: QuickJSContext,
  current: () => RunState,
  findTestCell: () => void,
): Record<string, HostFunction> {
  return {
    findTestCell() {
      findTestCell()
      return undefined
    },
    ...timeFunctions(context, current),
    ...processFunctions(context, current),
    ...fileFunctions(context, current),
    ...moduleFunctions(context, current),
    ...testFunctions(context, current),
    ...valueFunctions(context, current),
  }
}

/** Arguments of guest functions may be missing; ours always pass them. */
function handle(argument: QuickJSHandle | undefined): QuickJSHandle {
  if (argument === undefined) throw new TypeError('A host function was called without its argument')
  return argument
}

function reader(context: QuickJSContext) {
  return {
    text: (argument: QuickJSHandle | undefined) => context.getString(handle(argument)),
    number: (argument: QuickJSHandle | undefined) => context.getNumber(handle(argument)),
    flag: (argument: QuickJSHandle | undefined) => context.dump(handle(argument)) === true,
    optionalText: (value: string | undefined) =>
      value === undefined ? undefined : context.newString(value),
    bytes: (argument: QuickJSHandle | undefined) =>
      context.getArrayBuffer(handle(argument)).consume((lifetime) => lifetime.value.slice()),
    buffer: (bytes: Uint8Array) => context.newArrayBuffer(new Uint8Array(bytes).buffer),
  }
}

function timeFunctions(context: QuickJSContext, current: () => RunState) {
  return {
    now: () => context.newNumber(current().request.clock.now()),
    startTime: () => context.newNumber(current().startTime),
    tickPending: () => {
      current().ticksPending = true
      return undefined
    },
  }
}

function processFunctions(context: QuickJSContext, current: () => RunState) {
  const { text, number, flag, bytes } = reader(context)
  return {
    version: () => context.newString(NODE_VERSION),
    stdin: () => context.newString(current().request.stdin),
    cwd: () => context.newString(current().cwd),
    chdir: (path?: QuickJSHandle) => {
      current().cwd = text(path)
      return undefined
    },
    print: (fd?: QuickJSHandle, value?: QuickJSHandle) => {
      writeOutput(current(), number(fd) === 2 ? 'stderr' : 'stdout', text(value))
      return undefined
    },
    printBytes: (fd?: QuickJSHandle, data?: QuickJSHandle) => {
      const value = new TextDecoder().decode(bytes(data))
      writeOutput(current(), number(fd) === 2 ? 'stderr' : 'stdout', value)
      return undefined
    },
    exit: (code?: QuickJSHandle) => {
      const run = current()
      run.ending ??= { kind: 'exit', code: number(code) & 0xff }
      return undefined
    },
    die: (shown?: QuickJSHandle, stack?: QuickJSHandle, isPlain?: QuickJSHandle) => {
      const run = current()
      run.ending ??= {
        kind: 'died',
        shown: text(shown),
        stack: text(stack),
        isPlain: flag(isPlain),
      }
      return undefined
    },
    outOfMemory: () => {
      current().ending ??= { kind: 'memory' }
      return undefined
    },
  }
}

function fileFunctions(context: QuickJSContext, current: () => RunState) {
  const { text, optionalText, bytes, buffer } = reader(context)
  const attempt = (path: string, action: (run: RunState) => void) => {
    const run = current()
    if (path.endsWith('/package.json')) run.packages.forget()
    try {
      action(run)
      return undefined
    } catch (error) {
      return context.newString(errnoOf(error))
    }
  }
  return {
    stat: (path?: QuickJSHandle) => {
      const found = current().request.files.stat(text(path))
      return optionalText(found && `${found.kind}:${found.size}:${found.mode & 0o7777}`)
    },
    list: (path?: QuickJSHandle) =>
      optionalText(current().request.files.list(text(path))?.join('/')),
    readText: (path?: QuickJSHandle) => {
      const content = readText(current().request.files, text(path))
      if (content === undefined || content.includes('\0')) return undefined
      chargeBytes(current(), content.length)
      return optionalText(content)
    },
    readBytes: (path?: QuickJSHandle) => {
      const content = current().request.files.read(text(path)) ?? new Uint8Array(0)
      chargeBytes(current(), content.length)
      return buffer(content)
    },
    writeBytes: (path?: QuickJSHandle, content?: QuickJSHandle) =>
      attempt(text(path), (run) => {
        const data = bytes(content)
        chargeBytes(run, data.length)
        run.request.files.write(text(path), data)
      }),
    makeDirectory: (path?: QuickJSHandle) =>
      attempt(text(path), (run) => run.request.files.makeDirectory(text(path))),
    remove: (path?: QuickJSHandle) => {
      current().packages.forget()
      return attempt(text(path), (run) => run.request.files.remove(text(path)))
    },
    sourceOf: (file?: QuickJSHandle) =>
      optionalText(readText(current().request.files, withoutQuery(text(file)))),
    relative: (file?: QuickJSHandle) => context.newString(relativePath(current().cwd, text(file))),
  }
}

function errnoOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return /^E[A-Z0-9]+/.exec(message)?.[0] ?? 'EIO'
}

function moduleFunctions(context: QuickJSContext, current: () => RunState) {
  const { text, flag } = reader(context)
  return {
    resolve: (specifier?: QuickJSHandle, parent?: QuickJSHandle, isRequire?: QuickJSHandle) => {
      try {
        const path = current().resolver.resolve(text(specifier), text(parent), flag(isRequire))
        return context.newString(path)
      } catch (error) {
        if (error instanceof ResolveError)
          return context.newString(`!${error.code}\n${error.message}`)
        throw error
      }
    },
    format: (path?: QuickJSHandle) => {
      const { request, packages } = current()
      return context.newString(formatOf(text(path), request.files, packages))
    },
    compile: (source?: QuickJSHandle, path?: QuickJSHandle) => {
      const body = withoutHashBang(text(source))
      const wrapper = `(function (exports, require, module, __filename, __dirname) { ${body}\n})`
      return orThrow(context.evalCode(wrapper, text(path), { type: 'global' }))
    },
    runText: (source?: QuickJSHandle, name?: QuickJSHandle) =>
      orThrow(context.evalCode(text(source), text(name), { type: 'global' })),
    importNow: (path?: QuickJSHandle) => {
      const name = text(path)
      const from = JSON.stringify(name)
      const evaluate = (source: string) =>
        orThrow(context.evalCode(source, `${name}?require`, { type: 'module' }))
      const namespace = context.getProp(evaluate(`export * as all from ${from}`), 'all')
      if (context.typeof(context.getProp(namespace, 'default')) === 'undefined') return namespace
      // With a default export Node marks the module, for code that was compiled from ES modules.
      return evaluate(
        `export * from ${from};export{default}from ${from};export const __esModule=true`,
      )
    },
  }
}

/** Rethrows the guest's own error object, which the library hands back to the guest. */
function orThrow(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
  if (result.error) throw result.error
  return result.value
}

function testFunctions(context: QuickJSContext, current: () => RunState) {
  const { text, number, flag } = reader(context)
  return {
    testsPresent: () => {
      current().hasTests = true
      return undefined
    },
    strayError: () => {
      current().hasFailures = true
      return undefined
    },
    reportFailure: (
      type?: QuickJSHandle,
      place?: QuickJSHandle,
      yaml?: QuickJSHandle,
      shown?: QuickJSHandle,
    ) => {
      current().failure = {
        failureType: text(type),
        location: text(place),
        yaml: text(yaml),
        shown: text(shown),
      }
      return undefined
    },
    report: (...args: QuickJSHandle[]) => {
      const run = current()
      if (run.ending !== undefined) return undefined
      const [type, nesting, name, index, duration, isSuite, directive, reason] = args
      const kind = text(type)
      if (kind === 'start') {
        run.events.push({ type: 'start', nesting: number(nesting), name: text(name) })
      } else if (kind === 'plan') {
        run.events.push({ type: 'plan', nesting: number(nesting), count: number(index) })
      } else if (kind === 'diagnostic') {
        run.events.push({ type: 'diagnostic', nesting: number(nesting), message: text(name) })
      } else {
        const mark = text(directive)
        const { failure } = run
        run.failure = undefined
        if (kind === 'fail' && mark !== 'todo') run.hasFailures = true
        run.events.push({
          type: kind === 'pass' ? 'pass' : 'fail',
          nesting: number(nesting),
          name: text(name),
          number: number(index),
          durationMs: number(duration),
          isSuite: flag(isSuite),
          directive: mark === 'skip' || mark === 'todo' ? mark : '',
          reason: text(reason),
          ...(failure === undefined ? {} : { failure }),
        })
      }
      return undefined
    },
  }
}

function valueFunctions(context: QuickJSContext, current: () => RunState) {
  const { text, number, bytes, buffer } = reader(context)
  return {
    promiseState: (value?: QuickJSHandle) => {
      const state = context.getPromiseState(handle(value))
      if (state.type === 'fulfilled' && state.notAPromise) return context.newNumber(-1)
      return context.newNumber({ pending: 0, fulfilled: 1, rejected: 2 }[state.type])
    },
    promiseResult: (value?: QuickJSHandle) => {
      const state = context.getPromiseState(handle(value))
      if (state.type === 'fulfilled') return state.value
      return state.type === 'rejected' ? state.error : undefined
    },
    randomBytes: (size?: QuickJSHandle) => {
      const { random } = current()
      chargeBytes(current(), number(size))
      return buffer(Uint8Array.from({ length: number(size) }, () => Math.floor(random() * 256)))
    },
    digest: (algorithm?: QuickJSHandle, data?: QuickJSHandle, key?: QuickJSHandle) => {
      const content = bytes(data)
      chargeBytes(current(), content.length)
      const name = text(algorithm)
      const hasKey = key !== undefined && context.typeof(key) === 'object'
      const hash = hasKey ? createHmac(name, bytes(key)) : createHash(name)
      return buffer(hash.update(content).digest())
    },
  }
}
