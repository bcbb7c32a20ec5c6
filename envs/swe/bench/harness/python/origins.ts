/** Whose code it is: that of test files as they are, of modules that Python itself loaded, or anybody's. */
export const ORIGINS = `
FUNCTION = types.FunctionType
LOADERS = (
    "_frozen_importlib", "_frozen_importlib_external", "importlib", "runpy", "ast",
    "_pytest.assertion.rewrite", "_pytest.pathlib",
)
ENTRIES = ("_find_and_load", "_gcd_import", "import_path", "run_module", "run_path", "_run_module_as_main")


def functions_of(module):
    for value in list(vars(module).values()):
        inner = list(vars(value).values()) if isinstance(value, type) else ()
        for one in (value, *inner):
            one = getattr(one, "__func__", one) if type(one) in (staticmethod, classmethod) else one
            if type(one) is FUNCTION:
                yield one


def make_origins(judged):
    frame_at, code_type = sys._getframe, types.CodeType
    theirs, known, loaders, entries = {}, {}, {}, {}

    def keep(code, codes):
        codes[id(code)] = code
        for constant in code.co_consts:
            if type(constant) is code_type:
                keep(constant, codes)

    for name, module in list(sys.modules.items()):
        if not isinstance(module, types.ModuleType):
            continue
        for function in functions_of(module):
            code = function.__code__
            keep(code, known)
            if name in LOADERS:
                keep(code, loaders)
                if code.co_name in ENTRIES:
                    entries[id(code)] = code

    def from_loader():
        """Whether what asks a handler is an import, with nobody else's code in it."""
        frame = frame_at(2).f_back
        while frame is not None:
            if id(frame.f_code) in entries:
                return True
            if id(frame.f_code) not in loaders:
                return False
            frame = frame.f_back
        return False

    def keep_module(code, is_test):
        keep(code, theirs if is_test else known)

    def links_of(function):
        """The codes of a test and of what wraps it, the test's own last."""
        links = []
        while type(function) is FUNCTION and len(links) < 100:
            links.append(function.__code__)
            inner = function.__dict__.get("__wrapped__")
            if inner is None:
                inner = getattr(function.__dict__.get("hypothesis"), "inner_test", None)
            function = getattr(inner, "__func__", inner)
        return links

    def is_known(code):
        return id(code) in theirs or id(code) in known

    def replaced(function, before, said_in):
        """Whether a test is none that its file defines; the code of whoever replaced it."""
        function = getattr(function, "__func__", function)
        links = links_of(function)
        last = links[-1] if links else None
        if before is not None and is_same(before, function, links):
            if last is None:
                return False, None
            if judged(last.co_filename) is not None:
                return True, last
            strange = [code for code in links[:-1] if not is_known(code)]
            # The tests' own decorators may come from anywhere.
            return bool(strange) and not is_decorated(last, said_in), None
        strange = [code for code in links if not is_known(code)]
        return bool(strange) or id(last) not in theirs, strange[0] if strange else None

    def is_same(before, function, links):
        return before[0] is function and len(before[1]) == len(links) and all(map(operator.is_, before[1], links))

    def is_decorated(code, said_in):
        return said_in(code.co_filename, b"@", code.co_firstlineno)

    def as_now(function):
        function = getattr(function, "__func__", function)
        return function, links_of(function)

    def code_of(value):
        value = getattr(value, "__func__", value)
        return value.__code__ if type(value) is FUNCTION else None

    def is_of_tests(value):
        code = code_of(value)
        return code is not None and is_known(code)

    return from_loader, keep_module, theirs, replaced, as_now, is_of_tests
`
