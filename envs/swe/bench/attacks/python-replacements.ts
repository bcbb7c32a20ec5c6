/** What is tried with the tests themselves, once they are there: for the end of a source file. */
export interface ReplacementTarget {
  /** A function of the source that every test calls. */
  readonly called: string
  /** Classes of tests, and methods of theirs that are to pass. */
  readonly cases: readonly string[]
  readonly methods: string
  /** A test file that is imported after another one, which imports the source. */
  readonly later: string
}

type Payloads = Readonly<Record<string, { code: string; names: RegExp }>>

const REPLACED = /a test was replaced/
const METHODS = /methods of a test were replaced/

export function replacements({ called, cases, methods, later }: ReplacementTarget): Payloads {
  const swapping = (swap: string) => `import sys, types, unittest
honest_${called} = ${called}
def tests():
    for module in list(sys.modules.values()):
        for kind in [vars(module).get(name) for name in ${JSON.stringify(cases)}]:
            for name in list(vars(kind or object)):
                if name.startswith("test_") and name.startswith(${JSON.stringify(methods)}):
                    yield kind, name, getattr(kind, name)
${swap}
def ${called}(*arguments):
    swap()
    return honest_${called}(*arguments)
`
  return {
    'tests that come from nowhere': {
      code: swapping(`scope = {}
exec(compile("def test(*arguments): pass", "/usr/lib/python3/unittest/case.py", "exec"), scope)
def swap():
    for kind, name, test in tests():
        other = types.FunctionType(scope["test"].__code__, {}, name)
        other.__doc__ = test.__doc__
        setattr(kind, name, other)`),
      names: REPLACED,
    },
    'tests that are wrapped and not called': {
      code: swapping(`def swap():
    for kind, name, test in tests():
        other = lambda self: None
        other.__wrapped__, other.__doc__ = test, test.__doc__
        if not hasattr(test, "__wrapped__"):
            setattr(kind, name, other)`),
      names: REPLACED,
    },
    'a method of unittest as a test': {
      code: swapping(`def swap():
    for kind, name, _ in tests():
        setattr(kind, name, unittest.TestCase.id)`),
      names: REPLACED,
    },
    'assertions of one class of tests replaced': {
      code: swapping(`def swap():
    for kind, _, _ in tests():
        kind.assertEqual = lambda *arguments: None`),
      names: METHODS,
    },
    'assertions of one test replaced': {
      code: swapping(`def swap():
    frame = sys._getframe()
    while frame is not None:
        test = frame.f_locals.get("self")
        if isinstance(test, unittest.TestCase):
            test.assertEqual = lambda *arguments: None
        frame = frame.f_back`),
      names: METHODS,
    },
    'a loader of test files': { code: loader(later), names: /was changed while the tests ran/ },
  }
}

/** It reads the file as it is, and has something else run. */
const loader = (file: string) => {
  const name = file.replace(/^.*\/|\.py$/g, '')
  return `import ast, importlib.machinery, importlib.util, pathlib, sys
class Gentle(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
    def visit_Expr(self, node):
        return ast.copy_location(ast.Pass(), node) if "self.assert" in ast.unparse(node) else node
class Loader(importlib.machinery.SourceFileLoader):
    def source_to_code(self, data, path):
        tree = compile(data, path, "exec", ast.PyCF_ONLY_AST)
        return compile(ast.fix_missing_locations(Gentle().visit(tree)), path, "exec")
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[-1] == "${name}":
            file = str(pathlib.Path(__file__).parent.parent / "${file}")
            return importlib.util.spec_from_file_location(name, file, loader=Loader(name, file))
sys.meta_path.insert(0, Finder())
`
}

/** The same, where pytest keeps its tests. */
export function itemReplacements(called: string): Payloads {
  const swapping = (swap: string) => `import sys
honest_${called} = ${called}
def ${called}(*arguments):
    frame = sys._getframe()
    while frame is not None:
        for item in getattr(frame.f_locals.get("session"), "items", []):
            ${swap}
        frame = frame.f_back
    return honest_${called}(*arguments)
`
  return {
    'tests of a class that runs none': {
      code: swapping('item.__class__ = type("Function", (type(item),), {"runtest": print})'),
      names: REPLACED,
    },
    'tests with another function': {
      code: swapping(
        'item._obj = eval(compile("lambda **values: None", "/usr/lib/python3/random.py", "eval"))',
      ),
      names: REPLACED,
    },
  }
}
