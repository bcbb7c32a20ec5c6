/** Registered as pytest's first plugin, before any of the repository's files. */
export const PYTEST_GUARD = String.raw`
CANARIES = """import unittest

import pytest


def test_assert():
    assert [1] == [2]


def test_raises():
    with pytest.raises(ValueError):
        pass


def test_fail():
    pytest.fail("meant")


class TestCanary(unittest.TestCase):
    def test_equal(self):
        self.assertEqual(1, 2)

    def test_true(self):
        self.assertTrue(False)

    def test_raises(self):
        with self.assertRaises(ValueError):
            pass
"""
HOOKS = (
    "pytest_pyfunc_call",
    "pytest_runtest_protocol",
    "pytest_runtest_setup",
    "pytest_runtest_call",
    "pytest_runtest_makereport",
    "pytest_runtest_logreport",
    "pytest_collectreport",
    "pytest_sessionfinish",
)
FORGED = ("PASSED ", ">>>>> Start Test Output", ">>>>> End Test Output")


def start(key, settings):
    import pytest
    import _pytest.config, _pytest.main, _pytest.reports, _pytest.runner, _pytest.unittest
    import ctypes.util, json, secrets, unittest, unittest.mock

    guard = make_guard(key, settings)
    runtestloop, runtestprotocol = _pytest.main.pytest_runtestloop, _pytest.runner.runtestprotocol
    loop = runtestloop.__code__
    folder = settings["report"].rsplit("/", 1)[0]
    report_type = _pytest.reports.TestReport
    clean, expected, config_of = set(), set(), []
    known, managers, inner = {}, [], [None]
    impl = pytest.hookimpl

    @impl(hookwrapper=True, tryfirst=True)
    def pytest_load_initial_conftests(early_config):
        # A repository may be pytest itself, or a plugin.
        for module in (pytest, _pytest, *early_config.pluginmanager.get_plugins()):
            guard.excuse(getattr(module, "__file__", None))
        guard.pin_modules("pytest", "_pytest", "pluggy", "unittest")
        guard.pin_builtins()
        inner[:] = [vars(early_config.pluginmanager).get("_inner_hookexec")]
        guard.arm()
        yield

    @impl(tryfirst=True)
    def pytest_plugin_registered(plugin, manager):
        if guard.is_asked_by_judged():
            guard.spoil("a plugin of pytest was registered while the tests ran")
        for caller in manager.get_hookcallers(plugin) or []:
            for one in caller.get_hookimpls():
                if one.plugin is plugin:
                    known[id(one.function)] = one.function
        managers[:] = [manager]

    def check_hooks():
        for manager in managers:
            for name in HOOKS:
                for one in getattr(manager.hook, name).get_hookimpls():
                    if id(one.function) not in known:
                        guard.spoil("a hook of pytest was changed while the tests ran")
            if vars(manager).get("_inner_hookexec") is not inner[0]:
                guard.spoil("the hooks of pytest were changed while the tests ran")

    @impl(tryfirst=True)
    def pytest_cmdline_main(config):
        option = config.option
        # Results of other processes are not seen here.
        for name, value in (("numprocesses", None), ("dist", "no"), ("tx", []), ("forked", False)):
            if hasattr(option, name):
                setattr(option, name, value)
        # What is printed is a log for people: it names no test that passed.
        option.reportchars = "fE"
        option.verbose = min(option.verbose, 0)
        config_of.append(config)

    @impl(tryfirst=True)
    def pytest_itemcollected(item):
        guard.remember(item, type(item), vars(item).get("_obj"), case_of(item))

    def case_of(item):
        kind = getattr(item, "cls", None)
        return kind if isinstance(kind, type) and issubclass(kind, unittest.TestCase) else None

    @impl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_call(item):
        if any(name in vars(item) for name in ("runtest", "setup", "teardown", "ihook")):
            guard.spoil("a test was replaced while the tests ran")
        guard.check()
        guard.check_test(item, type(item), vars(item).get("_obj"))
        check_hooks()
        case = vars(item).get("_instance") or vars(item).get("_testcase")
        yield
        if isinstance(case, unittest.TestCase):
            guard.check_case(case)

    @impl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(item, call):
        outcome = yield
        if not guard.stands_on(loop, sessionfinish_code):
            return
        if call.when == "call":
            guard.check()
        report = outcome.get_result()
        look_at(report, item.session)
        error = call.excinfo
        if error is None:
            clean.add((report.nodeid, report.when))
        elif hasattr(report, "wasxfail") and report.outcome == "skipped":
            if may_fail(item, error):
                expected.add((report.nodeid, report.when))

    def may_fail(item, error):
        """Tests say which of them are expected to fail; what is tested does not."""
        if isinstance(error.value, pytest.xfail.Exception):
            where = judged_in(error._excinfo[2])
            if where is not None:
                guard.note(where + " said that a test is expected to fail")
            return where is None
        path = str(getattr(item, "path", None) or item.fspath)
        if guard.relative(path) is None or guard.judged(path) is not None:
            return True
        if guard.said_in(path, b"xfail") or guard.said_in(path, b"expectedFailure"):
            return True
        return any(guard.said_in(conftest, b"xfail") for conftest in conftests(path))

    def conftests(path):
        while "/" in path:
            path = path[: path.rindex("/")]
            yield path + "/conftest.py"

    def look_at(report, session):
        """What is captured is never printed; results that stand there were forged all the same."""
        for _, text in report.sections:
            for line in text.split("\n", 1000):
                if line.startswith(FORGED) and (session is None or line[:1] == ">" or names(session, line[7:])):
                    guard.note("output looks like results: " + line[:80])
                    break

    def names(session, nodeid):
        return any(item.nodeid == nodeid for item in session.items)

    def word_of(report):
        if report.outcome == "failed":
            return "FAILED" if report.when == "call" else "ERROR"
        if report.outcome == "skipped":
            return "XFAIL" if hasattr(report, "wasxfail") else "SKIPPED"
        if report.outcome == "passed" and report.when == "call":
            return "XPASS" if hasattr(report, "wasxfail") else "PASSED"
        return None

    @impl(tryfirst=True)
    def pytest_runtest_logreport(report):
        word = word_of(report)
        if word is None:
            return
        where = (report.nodeid, report.when)
        genuine = guard.stands_on(loop)
        # Reports of subtests are made by plugins; the test itself has one of its own.
        if type(report) is not report_type and word in ("PASSED", "XFAIL", "XPASS"):
            return
        if word == "XFAIL" and where not in expected and genuine:
            word = "FAILED"
        if word == "PASSED" and where not in clean and genuine:
            genuine = False
        guard.add(word + " %s", name_of(report.nodeid), word in ("PASSED", "XFAIL"), genuine)

    def name_of(nodeid):
        return config_of[0].cwd_relative_nodeid(nodeid) if config_of else nodeid

    @impl(hookwrapper=True, tryfirst=True)
    def pytest_make_collect_report(collector):
        outcome = yield
        error = outcome.excinfo
        if error is None:
            call = getattr(outcome.get_result(), "call", None)
            error = call.excinfo._excinfo if call is not None and call.excinfo is not None else None
        if error is not None and not isinstance(error[1], Exception):
            ended_by(error[2])

    @impl(tryfirst=True)
    def pytest_keyboard_interrupt(excinfo):
        ended_by(excinfo._excinfo[2])

    def ended_by(trace):
        where = judged_in(trace)
        if where is not None:
            guard.note(where + " ended the tests")

    def judged_in(trace):
        """The last file of what is tested that an error came through."""
        found = None
        while trace is not None:
            found = guard.judged(trace.tb_frame.f_code.co_filename) or found
            trace = trace.tb_next
        return found

    @impl(tryfirst=True)
    def pytest_collectreport(report):
        look_at(report, None)
        if report.failed:
            guard.add("ERROR %s", name_of(report.nodeid), False, True)

    @impl(hookwrapper=True, tryfirst=True)
    def pytest_sessionfinish(session):
        passed = ["no canary"]
        try:
            passed = play(session) if guard.results() > 0 else []
        finally:
            if guard.stands_on(wrap_session):
                guard.end(passed)
        yield

    wrap_session = _pytest.main.wrap_session.__code__
    sessionfinish_code = pytest_sessionfinish.__code__

    def play(session):
        """Tests that must fail, as tests of this session; the names of those that do not."""
        try:
            getattr(session._setupstate, "teardown_all", lambda: session._setupstate.teardown_exact(None))()
        except BaseException:
            pass
        name = "test_" + secrets.token_hex(8)
        path = folder + "/" + name + ".py"
        with open(path, "w") as file:
            file.write(CANARIES)
        passed = []
        try:
            for item in canaries(session, path):
                pytest_itemcollected(item)
                reports = runtestprotocol(item, log=False, nextitem=None)
                if not any(report.outcome in ("failed", "skipped") for report in reports):
                    passed.append("a test that must fail passed (" + item.name + ")")
        finally:
            os.unlink(path)
            while folder in sys.path:
                sys.path.remove(folder)
        return passed

    def canaries(session, path):
        import pathlib

        if hasattr(session, "path"):
            module = pytest.Module.from_parent(session, path=pathlib.Path(path))
        else:
            import py

            module = pytest.Module.from_parent(session, fspath=py.path.local(path))
        for name in ("test_assert", "test_raises", "test_fail"):
            yield pytest.Function.from_parent(module, name=name)
        case = _pytest.unittest.UnitTestCase.from_parent(module, name="TestCanary", obj=module.obj.TestCanary)
        yield from case.collect()

    plugin = types.ModuleType("grading")
    for hook in (
        pytest_load_initial_conftests,
        pytest_plugin_registered,
        pytest_cmdline_main,
        pytest_itemcollected,
        pytest_runtest_call,
        pytest_runtest_makereport,
        pytest_runtest_logreport,
        pytest_make_collect_report,
        pytest_keyboard_interrupt,
        pytest_collectreport,
        pytest_sessionfinish,
    ):
        setattr(plugin, hook.__name__, hook)
        guard.protect(hook)
    guard.protect(play, canaries, case_of, word_of, name_of, may_fail)
    take_over(_pytest.config, plugin, guard)


def take_over(config, plugin, guard):
    """pytest gets the plugin the first time that it is configured; its own function is back before that."""
    original = config._prepareconfig
    abandon = guard.end

    @functools.wraps(original)
    def prepare(args=None, plugins=None, **options):
        config._prepareconfig = original
        try:
            return original(args, [plugin, *(plugins or [])], **options)
        except BaseException:
            # Options, configuration or conftest files that cannot be read: no test ran, none passed.
            abandon([])
            raise

    del prepare.__wrapped__
    guard.protect(prepare)
    config._prepareconfig = prepare
`
