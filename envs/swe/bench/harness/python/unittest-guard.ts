/** Watches the first result that a `TextTestRunner` of unittest makes. */
export const UNITTEST_GUARD = String.raw`
def start(key, settings):
    import unittest, unittest.async_case, unittest.case, unittest.loader, unittest.main, unittest.mock
    import unittest.runner, unittest.suite, ctypes.util, difflib, json, pprint, traceback, warnings

    guard = make_guard(key, settings)
    runner = unittest.runner.TextTestRunner
    run = runner.run.__code__
    cases, suites, results = canaries(unittest), unittest.TestSuite, unittest.TestResult
    watched = []
    original = runner._makeResult
    make_plain = functools.partial(watch, guard, run, watched, cases, suites, results)

    def _makeResult(self):
        result = original(self)
        if not watched and sys._getframe(1).f_code is run:
            make_plain(result)
        return result

    runner._makeResult = _makeResult
    guard.protect(_makeResult, make_plain, watch)
    report_error, end = sys.excepthook, guard.end

    def excepthook(*error):
        # A test file that cannot be loaded: no test ran, none passed.
        end([])
        report_error(*error)

    sys.excepthook = excepthook
    guard.protect(excepthook)
    make_case = unittest.TestCase.__init__

    @functools.wraps(make_case)
    def __init__(self, *arguments, **options):
        make_case(self, *arguments, **options)
        kind, name = type(self), self._testMethodName
        # A file's tests are made once it is imported, before any other is.
        guard.remember(self, kind, getattr(kind, name, None), kind)

    unittest.TestCase.__init__ = __init__
    guard.protect(__init__)
    guard.pin_modules("unittest")
    guard.pin_builtins()
    guard.arm()


def watch(guard, run, watched, cases, suites, results, result):
    watched.append(True)
    # What is printed is a log for people: it names no test that passed.
    result.showAll = False
    result.dots = False
    case_type = sys.modules["unittest"].TestCase
    kept = vars(case_type)

    def name_of(test):
        return str(test).replace("\n", " ")

    def title_of(test):
        name = name_of(test)
        text = test.shortDescription() if getattr(result, "descriptions", False) else None
        return name + "\n" + text.replace("\n", " ") if type(text) is str and text.strip() else name

    def add(status, test, passed, genuine):
        for line in title_of(test).split("\n"):
            guard.add("%s ... " + status, line, passed, genuine)

    def also(name, seen):
        original = getattr(result, name)

        def method(*arguments, **options):
            seen(*arguments, **options)
            return original(*arguments, **options)

        setattr(result, name, method)
        guard.protect(method, seen)

    def start_test(test):
        guard.check()
        guard.check_test(test, type(test), getattr(type(test), getattr(test, "_testMethodName", ""), None))
        if "_testMethodName" in vars(test) and test._testMethodName in vars(test):
            guard.spoil("a test was replaced while the tests ran")
        if "__unittest_expecting_failure__" in kept:
            guard.spoil("every test was declared as expected to fail")

    def success(test):
        guard.check()
        if isinstance(test, case_type):
            guard.check_case(test)
        add("ok", test, True, guard.stands_on(run))

    def failure(test, *_):
        add("FAIL", test, False, True)

    def error(test, *_):
        add("ERROR", test, False, True)

    def skip(test, reason):
        add("skipped", test, False, True)

    def subtest(test, part, problem):
        if problem is not None:
            failed = issubclass(problem[0], test.failureException)
            add("FAIL" if failed else "ERROR", test, False, True)

    def expected(test, *_):
        guard.check()
        modules = [sys.modules.get(kind.__module__) for kind in type(test).__mro__]
        files = [getattr(module, "__file__", None) for module in modules]
        declared = any(guard.said_in(file, b"expectedFailure") for file in files if file and is_judging(file))
        if not declared:
            guard.note("a test was declared as expected to fail by something else than the tests")
        add("expected failure" if declared else "FAIL", test, declared, guard.stands_on(run))

    def is_judging(file):
        return guard.relative(file) is not None and guard.judged(file) is None

    def unexpected(test):
        add("unexpected success", test, False, True)

    def done():
        if guard.stands_on(run):
            guard.end(play(cases, suites, results) if guard.results() > 0 else [])

    also("startTest", start_test)
    also("addSuccess", success)
    also("addFailure", failure)
    also("addError", error)
    also("addSkip", skip)
    also("addSubTest", subtest)
    also("addExpectedFailure", expected)
    also("addUnexpectedSuccess", unexpected)
    also("stopTestRun", done)


def canaries(unittest):
    class Canary(unittest.TestCase):
        def test_equal(self):
            self.assertEqual(1, 2)

        def test_true(self):
            self.assertTrue(False)

        def test_in(self):
            self.assertIn(1, [])

        def test_raises(self):
            with self.assertRaises(ValueError):
                pass

        def test_assert(self):
            assert [1] == [2]

        def test_fail(self):
            self.fail("meant")

    names = [name for name in vars(Canary) if name.startswith("test_")]
    return [Canary(name) for name in names]


def play(cases, suites, results):
    """The names of tests that must fail and do not."""
    result = results()
    suites(cases).run(result)
    failed = {id(test) for test, _ in result.failures + result.errors}
    return ["a test that must fail passed (" + case._testMethodName + ")" for case in cases if id(case) not in failed]
`
