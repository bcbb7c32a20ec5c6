/**
 * What both runners share: the channel of the results, what must stay as it was, and what is seen of
 * attempts to reach in. Everything is in closures: the interpreter tells (audits) when one is opened.
 */
export const CORE = String.raw`
import ast, builtins, functools, gc, hashlib, inspect, operator, os, posix, sys, threading, types

TEST_FOLDERS = ("test", "tests", "testing")
SKIPPED_FOLDERS = ("node_modules", "site-packages", "dist-packages", "__pycache__")
MAX_FILES = 20000
GUARDED = ("__closure__", "__globals__", "__code__", "__defaults__", "__kwdefaults__")
# What projects, and pytest itself, replace for reasons of their own.
LOOSE = ("_getini_unknown_type", "print", "input", "open", "__import__", "help", "exit", "quit", "breakpoint")


def is_test(relative):
    *folders, name = relative.split("/")
    stem = name[:-3].lower() if name.endswith(".py") else name.lower()
    return (
        any(folder.lower() in TEST_FOLDERS for folder in folders)
        or stem in ("conftest", "test", "tests", "runtests")
        or stem.startswith("test_")
        or stem.endswith(("_test", "_tests"))
    )


def make_channel(key, report):
    mac, pid = hashlib.sha3_256(key), os.getpid()
    getpid, close, write, open_file = os.getpid, posix.close, posix.write, posix.open
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    os.unlink(report)
    close(open_file(report, flags | os.O_EXCL, 0o600))

    def send(kind, text):
        # A copy of this process that judged code made has no say.
        if getpid() != pid:
            return
        body = kind + " " + text.encode("utf-8", "backslashreplace").hex()
        stamp = mac.copy()
        stamp.update(body.encode())
        data = (stamp.hexdigest() + " " + body + "\n").encode()
        descriptor = open_file(report, flags, 0o600)
        while data:
            data = data[write(descriptor, data) :]
        close(descriptor)

    return send


def make_places(root):
    """Which files are the judged ones: those of the repository that are no tests."""
    real, exempt = os.path.realpath(root), []
    roots = (root + "/",) if real == root else (root + "/", real + "/")
    known = {}
    getcwd, realpath = os.getcwd, os.path.realpath

    def relative(path):
        if type(path) is not str:
            return None
        if not path.startswith("/"):
            if path.startswith("<"):
                return None
            path = getcwd() + "/" + path
        if "/../" in path or "/./" in path:
            path = realpath(path)
        for start in roots:
            if path.startswith(start):
                return path[len(start) :]
        return None

    def judged(path):
        try:
            return known[path]
        except (KeyError, TypeError):
            pass
        name = relative(path)
        found = None
        if name is not None and not is_test(name):
            parts = name.split("/")[:-1]
            vendored = any(part.startswith(".") or part in SKIPPED_FOLDERS for part in parts)
            if not vendored and not name.startswith(tuple(exempt)):
                found = name
        if type(path) is str:
            known[path] = found
        return found

    def excuse(path):
        name = relative(path)
        if name is not None and not is_test(name):
            exempt.append(name[: name.rfind("/") + 1] or name)
            known.clear()

    return judged, relative, excuse


def read_tests(root):
    """Test file -> digest of what it holds now; caches that would be taken in its place are removed."""
    found, locked = {}, set()
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name[:1] != "." and name not in SKIPPED_FOLDERS]
        for name in files:
            path = folder + "/" + name
            if not name.endswith(".py") or not is_test(path[len(root) + 1 :]):
                continue
            if len(found) == MAX_FILES:
                return found, locked
            try:
                with open(path, "rb") as file:
                    found[path] = hashlib.sha256(file.read()).digest()
            except OSError:
                continue
        try:
            caches = os.listdir(folder + "/__pycache__")
        except OSError:
            continue
        for cache in caches:
            path = folder + "/" + cache.split(".", 1)[0] + ".py"
            if path in found:
                try:
                    os.unlink(folder + "/__pycache__/" + cache)
                except OSError:
                    # Nobody else here can write it either.
                    locked.add(path)
    return found, locked


def make_pins():
    """What must stay what it is; the interpreter tells when the code of a function is replaced."""
    groups, functions = [], {}
    same, itemgetter = operator.is_, operator.itemgetter

    def pin(owner, label, names, deep):
        kept = [name for name in names if name not in LOOSE and is_pinned(owner, owner[name], label, deep)]
        if kept:
            # Of a single name a getter gives no tuple.
            kept.append(kept[0])
            read = itemgetter(*kept)
            groups.append((owner, label, kept, read, read(owner)))

    def is_pinned(owner, value, label, deep):
        if type(value) in (staticmethod, classmethod):
            functions[id(value.__func__)] = value.__func__, label
        elif type(value) is FUNCTION:
            functions[id(value)] = value, label
        elif deep and isinstance(value, type) and value.__module__ == owner.get("__name__"):
            pin(vars(value), label + value.__name__ + ".", list(vars(value)), False)
        else:
            return type(value) in (property, types.BuiltinFunctionType)
        return True

    def pin_modules(*packages):
        for name, module in sorted(sys.modules.items()):
            is_module = isinstance(module, types.ModuleType) and name != "unittest.mock"
            if is_module and name.split(".")[0] in packages:
                pin(vars(module), name + ".", list(vars(module)), True)

    def pin_builtins():
        kept = vars(builtins)
        names = [name for name, value in kept.items() if callable(value) and name not in LOOSE]
        read = itemgetter(*names)
        groups.append((kept, "builtins.", names, read, read(kept)))
        pin(vars(ast), "ast.", ["parse"], False)

    def changed():
        for owner, label, names, read, then in groups:
            try:
                if all(map(same, read(owner), then)):
                    continue
            except KeyError:
                pass
            for name, value in zip(names, then):
                if owner.get(name) is not value:
                    return label + name, owner.get(name)
        return None

    return pin_modules, pin_builtins, changed, functions


def make_guard(key, settings):
    root = settings["root"]
    send = make_channel(key, settings["report"])
    judged, relative, excuse = make_places(root)
    tests, locked = read_tests(root)
    fresh = set()
    pin_modules, pin_builtins, changed, pinned = make_pins()
    from_loader, keep_module, theirs, replaced, as_now, is_of_tests = make_origins(judged)
    frame_at, frozen, digest = sys._getframe, gc.get_freeze_count, hashlib.sha256
    code_type = types.CodeType
    said, ran, own, results, remembered, kinds = set(), set(), {}, [], {}, {}
    main_thread = threading.get_ident()
    state = {"spoiled": False, "ended": False, "frozen": 0}
    report = settings["report"]

    def caller():
        """The judged file that asked, through modules that only pass on."""
        frame = frame_at(2)
        while frame is not None:
            path = frame.f_code.co_filename
            if path != "<guard>":
                return judged(path)
            frame = frame.f_back
        return None

    def note(text):
        if text not in said and len(said) < 20:
            said.add(text)
            send("note", text)

    def spoil(text):
        state["spoiled"] = True
        note(text)

    def remember(test, kind, function, case=None):
        """A test as it was found; a class of tests as it was when its first one was."""
        if id(test) not in remembered:
            remembered[id(test)] = test, kind, as_now(function)
        if case is not None and case not in kinds:
            kinds[case] = overrides(case)

    def check_test(test, kind, function):
        """A test is what its file says, if need be in what others wrap it with."""
        _, was, before = remembered.get(id(test), (None, kind, None))
        is_other, code = replaced(function, before, said_in)
        if is_other or was is not kind:
            spoil("a test was replaced while the tests ran" + by(judged(getattr(code, "co_filename", None))))

    def overrides(case):
        """What a class of tests, and what it comes from, have in place of unittest's own."""
        base = sys.modules["unittest"].TestCase
        bases = case.__mro__[: case.__mro__.index(base)] if base in case.__mro__ else ()
        return [
            (kind, name, value)
            for kind in bases
            for name, value in list(vars(kind).items())
            if hasattr(base, name) and (callable(value) or type(value) in (staticmethod, classmethod))
        ]

    def check_case(test):
        """Assertions of one class of tests, or of one test, are not those of all."""
        case = type(test)
        now, then = overrides(case), kinds.get(case)
        if then is not None and not (len(now) == len(then) and all(a[2] is b[2] for a, b in zip(now, then))):
            spoil("methods of a test were replaced while the tests ran")
        base = sys.modules["unittest"].TestCase
        for name, value in list(vars(test).items()):
            if callable(value) and hasattr(base, name) and not is_of_tests(value):
                spoil("methods of a test were replaced while the tests ran")

    def on_compile(source, filename=None, *_):
        if type(source) is bytes and type(filename) is str and filename in tests:
            if from_loader() and digest(source).digest() == tests[filename]:
                fresh.add(filename)

    def on_exec(code, *_):
        if type(code) is not code_type or code.co_name != "<module>":
            return
        path, is_import = code.co_filename, from_loader()
        if path in tests and (is_import or path not in ran):
            ran.add(path)
            if not is_import:
                spoil(relative(path) + " was loaded by something else than Python" + by(caller()))
            elif path not in fresh and path not in locked:
                spoil(relative(path) + " was changed while the tests ran")
            else:
                keep_module(code, True)
            # What is compiled once is run once.
            fresh.discard(path)
        elif is_import and path not in tests and judged(path) is None:
            keep_module(code, False)

    def on_open(path, *_):
        if type(path) is bytes:
            path = path.decode("utf-8", "replace")
        if type(path) is not str:
            return
        if path.startswith("/proc/") and path.endswith("/mem"):
            spoil("the memory of the test runner was opened" + by(caller()))
            raise PermissionError(path)
        if path == report:
            spoil("the file of the results was opened" + by(caller()))

    def on_removed(path, *_):
        if path == report:
            spoil("the file of the results was removed" + by(caller()))

    def on_attribute(target, name, *_):
        if id(target) in own and name in GUARDED:
            where = caller()
            if name in ("__code__", "__defaults__", "__kwdefaults__") and where is None:
                return
            spoil("the guard of the test runner was looked into" + by(where))
            raise AttributeError(name)

    def on_change(target, name, *_):
        if name == "__code__" and id(target) in pinned:
            label = pinned[id(target)][1] + target.__name__
            spoil(label + " was replaced while the tests ran" + by(caller()))
        if name == "__code__" and id(getattr(target, "__code__", None)) in theirs:
            spoil("a test was replaced while the tests ran" + by(caller()))
        if id(target) in own:
            spoil("the guard of the test runner was changed" + by(caller()))
            raise AttributeError(name)

    def on_referents(targets=(), *_):
        if type(targets) is tuple and any(id(target) in own for target in targets):
            spoil("the guard of the test runner was looked into" + by(caller()))
            raise ValueError("guard")

    def on_objects(*_):
        # What ends meanwhile leaves, one by one.
        if frozen() < state["frozen"] // 2:
            spoil("the objects of the test runner were searched" + by(caller()))
            raise ValueError("guard")
        where = caller()
        if where is not None:
            note(where + " searches the objects of the test runner")

    def on_ctypes(*arguments):
        where = caller()
        name = arguments[-1] if arguments else None
        if where is not None and type(name) is str and name.startswith(("Py", "_Py")):
            note(where + " reaches into the interpreter")

    def on_memory(*_):
        where = caller()
        if where is not None:
            note(where + " reads memory directly")

    ourselves = (0, -1, os.getpid(), os.getppid(), os.getpgid(0), -os.getpgid(0))

    def on_signal(process, signal):
        where = caller() if process in ourselves and signal != 0 else None
        if where is not None:
            note(where + " sends a signal to the test runner")

    handlers = {
        "compile": on_compile,
        "exec": on_exec,
        "open": on_open,
        "os.remove": on_removed,
        "os.truncate": on_removed,
        "object.__getattr__": on_attribute,
        "object.__setattr__": on_change,
        "gc.get_referents": on_referents,
        "gc.get_objects": on_objects,
        "gc.get_referrers": on_objects,
        "ctypes.dlsym": on_ctypes,
        "ctypes.string_at": on_memory,
        "ctypes.cdata": on_memory,
        "os.kill": on_signal,
        "os.killpg": on_signal,
    }
    find = handlers.get
    this_thread, busy = threading.get_ident, set()

    def audit(event, arguments):
        handler = find(event)
        if handler is None:
            return
        thread = this_thread()
        if thread in busy:
            return
        busy.add(thread)
        try:
            handler(*arguments)
        finally:
            busy.discard(thread)

    def quietly(function):
        """What the guard itself does is nothing to report."""

        @functools.wraps(function)
        def inner(*arguments):
            thread = this_thread()
            if thread in busy:
                return function(*arguments)
            busy.add(thread)
            try:
                return function(*arguments)
            finally:
                busy.discard(thread)

        del inner.__wrapped__
        return inner

    def by(where):
        return "" if where is None else " by " + where

    def check():
        if state["spoiled"]:
            return
        found = changed()
        if found is not None:
            label, now = found
            where = judged(getattr(getattr(now, "__code__", None), "co_filename", None))
            spoil(label + " was replaced while the tests ran" + by(where))

    def stands_on(*codes):
        """Whether the caller was called by one of these, with nothing judged in between."""
        frame = frame_at(2)
        while frame is not None:
            code = frame.f_code
            if any(code is one for one in codes):
                return True
            if judged(code.co_filename) is not None:
                return False
            frame = frame.f_back
        return False

    def is_asked_by_judged():
        frame = frame_at(2)
        while frame is not None:
            if judged(frame.f_code.co_filename) is not None:
                return True
            frame = frame.f_back
        return threading.get_ident() != main_thread

    def add(word, name, passed, genuine):
        if type(name) is not str or type(word) is not str:
            return
        if passed and not genuine:
            return spoil("a result was reported by something else than the test runner")
        results.append(word.replace("%s", name.replace("\n", " ").replace("\r", " ")))

    def end(canaries):
        if state["ended"]:
            return
        state["ended"] = True
        check()
        for name in canaries:
            spoil("assertions were changed: " + name)
        if not state["spoiled"]:
            send("end", "\n".join(results))

    def said_in(path, word, line=None):
        """Whether a test file, as it was at the start, holds a word; or begins a line with it."""
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return False
        if line is not None:
            lines = data.split(b"\n")
            data = lines[line - 1] if line <= len(lines) else b""
            return path in tests and data.strip().startswith(word)
        return word in data and tests.get(path) in (None, digest(data).digest())

    def protect(*functions):
        for function in functions:
            own[id(function)] = function

    def arm():
        """From here on judged code may run."""
        gc.collect()
        gc.freeze()
        state["frozen"] = frozen()

    def hide():
        try:
            import ctypes

            # No process of the same user can read this one's memory.
            ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
        except Exception:
            pass

    hide()
    for function in (check, note, spoil, add, end):
        protect(function)
    protect(send, audit, *handlers.values())
    guard = types.SimpleNamespace(
        check=quietly(check), note=quietly(note), spoil=quietly(spoil), add=quietly(add), end=quietly(end),
        stands_on=stands_on, judged=judged, excuse=excuse, said_in=quietly(said_in), relative=relative,
        check_test=quietly(check_test), check_case=quietly(check_case), remember=quietly(remember),
        is_asked_by_judged=is_asked_by_judged,
        pin_modules=pin_modules, pin_builtins=pin_builtins, protect=protect, arm=arm, results=len_of(results),
    )
    protect(*vars(guard).values())
    sys.addaudithook(audit)
    return guard


def len_of(items):
    return lambda: len(items)
`
