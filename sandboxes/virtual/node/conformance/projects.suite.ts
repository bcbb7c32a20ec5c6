/** Programs of several files: name -> files; `main.*` is run. */
export const projects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ES modules by package type': {
    'package.json': '{"type":"module"}',
    'main.js': `import def, { a, b as renamed } from './lib.js'
      import * as all from './lib.js'
      import data from './data.json' with { type: 'json' }
      console.log(def, a, renamed, Object.keys(all), data, all[Symbol.toStringTag])
      export {}`,
    'lib.js': "export const a = 1; export let b = 2; export default 'd'; b = 3",
    'data.json': '{"x":[1]}',
  },
  'CommonJS with every way to export': {
    'main.js': `
      console.log(require('./a'), require('./b.js'), require('./dir'), require('./data'), require('./deep'))
      console.log(require('./a') === require('./a.js'), Object.keys(require.cache).map((path) => path.split('/').pop()))
      console.log(module.children.length, require.resolve('./a').split('/').pop(), module.paths[0].endsWith('/node_modules'))
      delete require.cache[require.resolve('./a')]
      console.log(require('./a').count)`,
    'a.js': 'globalThis.count = (globalThis.count ?? 0) + 1; exports.count = globalThis.count',
    'b.js': 'module.exports = function named() {}',
    'dir/index.js': "module.exports = 'index of ' + require('path').basename(__dirname)",
    'data.json': '[1, 2]',
    'deep/package.json': '{"main":"./lib/entry"}',
    'deep/lib/entry.js': "module.exports = 'main of deep'",
  },
  'ES modules importing CommonJS': {
    'main.mjs': `import all, { one, two, three } from './named.cjs'
      import reexported, { one as again } from './passes-on.cjs'
      import literal, { x, y } from './literal.cjs'
      import fn from './function.cjs'
      console.log(one, two, three, all, again, Object.keys(reexported), x, y, literal, fn())
      console.log(Object.keys(await import('./named.cjs')))`,
    'named.cjs':
      "exports.one = 1; module.exports.two = 2; Object.defineProperty(exports, 'three', { enumerable: true, value: 3 })",
    'passes-on.cjs': "module.exports = require('./named.cjs')",
    'literal.cjs': "const y = 5; module.exports = { x: 4, y, 'z-z': 6 }".replace('x: 4', 'x: y'),
    'function.cjs': "module.exports = () => 'called'",
  },
  'CommonJS requiring an ES module': {
    'main.cjs': `const ns = require('./lib.mjs')
      console.log(ns.value, ns.default, ns.__esModule)
      import('./lib.mjs').then((again) => console.log(again === ns, again.value))`,
    'lib.mjs': "export const value = 1; export default 'd'",
  },
  'cycles in CommonJS': {
    'main.js': "console.log(require('./a').done, require('./b').done)",
    'a.js':
      "exports.done = false; console.log('b seen from a', require('./b').done); exports.done = true",
    'b.js':
      "exports.done = false; console.log('a seen from b', require('./a').done); exports.done = true",
  },
  'cycles in ES modules': {
    'main.mjs': "import { even } from './even.mjs'; console.log(even(10), even(7))",
    'even.mjs': "import { odd } from './odd.mjs'; export const even = (n) => n === 0 || odd(n - 1)",
    'odd.mjs':
      "import { even } from './even.mjs'; export const odd = (n) => n !== 0 && even(n - 1)",
  },
  'packages with exports, imports and conditions': {
    'package.json':
      '{"name":"self","exports":{".":"./main.mjs","./util":"./util.mjs"},"imports":{"#lib":"./lib.mjs","#dep":"dual","#any/*":"./any/*.mjs"}}',
    'main.mjs': `import dual from 'dual'
      import { createRequire } from 'node:module'
      import sub from 'dual/sub'
      import wild from 'dual/features/a'
      import scoped from '@scope/pkg/inner.js'
      import { util } from 'self/util'
      import { lib } from '#lib'
      import dep from '#dep'
      import any from '#any/x'
      import legacy from 'legacy'
      const require = createRequire(import.meta.url)
      console.log(dual, require('dual'), sub, wild, scoped, util, lib, dep, any, legacy)
      for (const bad of ['dual/hidden', '#none', 'dual/features/none']) await import(bad).catch((error) => console.log(error.code))
      try { require('dual/hidden') } catch (error) { console.log(error.code) }`,
    'util.mjs': "export const util = 'own util'",
    'lib.mjs': "export const lib = 'own lib'",
    'any/x.mjs': "export default 'any x'",
    'node_modules/dual/package.json':
      '{"exports":{".":{"import":"./i.mjs","require":"./r.cjs"},"./sub":{"browser":"./no.js","default":"./sub.mjs"},"./features/*":"./features/*.mjs","./hidden":null}}',
    'node_modules/dual/i.mjs': "export default 'imported'",
    'node_modules/dual/r.cjs': "module.exports = 'required'",
    'node_modules/dual/sub.mjs': "export default 'sub'",
    'node_modules/dual/features/a.mjs': "export default 'feature a'",
    'node_modules/@scope/pkg/package.json': '{}',
    'node_modules/@scope/pkg/inner.js': "module.exports = 'scoped'",
    'node_modules/legacy/package.json': '{"main":"lib/"}',
    'node_modules/legacy/lib/index.js': "module.exports = 'legacy main'",
  },
  'syntax decides without a type': {
    'main.js':
      "import { x } from './x.js'\nconsole.log(x, typeof require, await Promise.resolve('awaited'))",
    'x.js': "export const x = import.meta.url.split('/').pop()",
  },
  'a missing export': {
    'main.mjs': "import { nothing } from './lib.mjs'",
    'lib.mjs': 'export const something = 1',
  },
  'an error while a module loads': {
    'main.mjs': "console.log('not printed'); import './bad.mjs'",
    'bad.mjs': "throw new TypeError('from the module')",
  },
  'order of evaluation': {
    'main.mjs': "import './a.mjs'; import './b.mjs'; console.log('main')",
    'a.mjs': "import './c.mjs'; console.log('a'); await 1; console.log('a later')",
    'b.mjs': "import './c.mjs'; console.log('b')",
    'c.mjs': "console.log('c')",
  },
  'a top-level await that never settles': {
    'main.mjs': "console.log('before'); await new Promise(() => {}); console.log('after')",
  },
  'a syntax error': {
    'main.js': "console.log('not printed')\nconst broken = {\n  a: 1\n  b: 2\n}",
  },
  'a JSON module that is broken': {
    'main.js': "try { require('./bad.json') } catch (error) { console.log(error.name) }",
    'bad.json': '{"a":',
  },
}
