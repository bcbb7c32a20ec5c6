import { afterAll, expect, test } from 'vitest'
import { closeSandboxes } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import { pytestProject as project } from '../attacks/pytest.ts'
import { runners } from '../parsers/index.ts'
import { printedBy, runIn, testCounting } from './python/attacked.suite.ts'

afterAll(closeSandboxes)

describeWith('pytest', 'pytest', () => {
  testCounting(project)
})

const ALL_KINDS = `import unittest
import pytest


@pytest.fixture
def broken():
    raise RuntimeError("no - way")


@pytest.fixture
def late():
    yield
    raise RuntimeError("late")


def test_ok():
    print("PASSED tests/test_all.py::test_other")


def test_bad():
    assert 1 == 2, "left - right"


@pytest.mark.skip(reason="later")
def test_skipped():
    pass


@pytest.mark.xfail
def test_expected():
    assert False


@pytest.mark.xfail
def test_unexpected():
    pass


@pytest.mark.xfail(strict=True)
def test_strict():
    pass


def test_setup(broken):
    pass


def test_teardown(late):
    pass


@pytest.mark.parametrize("text", ["a b", "c - d", "é", "x::y", "[q]", "", "new\\nline"])
def test_text(text):
    assert text != "c - d"


def test_imperative():
    pytest.xfail("later")


class TestKept:
    def test_method(self):
        with pytest.raises(ValueError):
            int("x")


class Case(unittest.TestCase):
    def test_parts(self):
        for number in (1, 2):
            with self.subTest(number=number):
                self.assertEqual(number, 1)

    @unittest.expectedFailure
    def test_declared(self):
        self.fail()

    def test_left(self):
        self.skipTest("later")
`
const kinds = {
  'tests/test_all.py': ALL_KINDS,
  'tests/test_syntax.py': 'def (\n',
  'tests/test_missing.py': 'import nothing_of_that_name\n',
  'tests/conftest.py':
    'import pytest\n\n\n@pytest.fixture(autouse=True)\ndef always():\n    yield\n',
}

describeWith('pytest', 'the names and results of pytest', () => {
  test.each([
    ['of each kind', ['tests/test_all.py'], ''],
    ['of files that cannot be imported', [], '--continue-on-collection-errors'],
    ['of a command that stops early', ['tests/test_all.py'], '-x'],
    ['of nothing', ['tests/test_other.py'], ''],
  ])('are those of its log: %s', async (_, files, options) => {
    const own = `python3 -m pytest -rA -v --tb=no ${options} ${files.join(' ')}`

    const harnessed = await runIn('pytest-rA', kinds, { command: own })
    const logged = await printedBy(own, kinds)

    expect(harnessed).toMatchObject({ channel: 'harness', problem: undefined, integrity: [] })
    expect(harnessed.statuses).toEqual(runners['pytest-rA'].parse(logged))
  })

  test.each([
    'pytest -rA tests/test_all.py',
    'pip install nothing 2>/dev/null; python3 -W ignore -B -m pytest -q tests/test_all.py',
    'cd tests && PYTHONPATH="..:$PYTHONPATH" pytest --no-header -rA test_all.py',
    "bash -c 'exec python3 -mpytest tests/test_all.py'",
  ])('are seen through the command %s', async (command) => {
    const { channel, problem, statuses } = await runIn('pytest-rA', kinds, { command })

    const tests = [...statuses].filter(([, status]) => status === 'passed')
    expect({ channel, problem }).toEqual({ channel: 'harness', problem: undefined })
    expect(tests).toHaveLength(11)
  })
})

const WRAPPED = `import functools
import unittest
from unittest import mock

from shapes.wrappers import twice


def careful(function):
    @functools.wraps(function)
    def run(*arguments, **options):
        return function(*arguments, **options)

    return run


def all_careful(kind):
    for name in [name for name in vars(kind) if name.startswith("test_")]:
        setattr(kind, name, careful(getattr(kind, name)))
    return kind


@careful
@twice
def test_wrapped():
    pass


test_made = careful(lambda: None)


@mock.patch("os.getcwd")
def test_patched(getcwd):
    assert getcwd is not None


class Shared:
    def test_inherited(self):
        pass


class TestOne(Shared):
    pass


@all_careful
class Case(unittest.TestCase):
    same = None

    @classmethod
    def setUpClass(cls):
        cls.same = classmethod(lambda kind: 1)

    def setUp(self):
        self.same, self.assertNice = mock.Mock(), self.assertTrue

    def test_nice(self):
        self.assertNice(True)


for number in (1, 2):
    setattr(Case, f"test_{number}", lambda self: self.assertEqual(1, 1))
`
const wrapped = {
  'shapes/__init__.py': '',
  'shapes/wrappers.py': `import functools


def twice(function):
    @functools.wraps(function)
    def run(*arguments, **options):
        function(*arguments, **options)
        return function(*arguments, **options)

    return run
`,
  'tests/__init__.py': '',
  'tests/test_wrapped.py': WRAPPED,
}

describeWith('pytest', 'tests that honest code wraps, makes and inherits', () => {
  test.each([
    ['pytest-rA', 'python3 -m pytest -q', 7],
    ['pytest-rA', 'python3 -m pytest -q --import-mode=importlib', 7],
    ['unittest', 'python3 -m unittest -v tests.test_wrapped', 3],
  ] as const)('pass in %s: %s', async (runner, command, count) => {
    const { problem, integrity, statuses } = await runIn(runner, wrapped, { command })

    expect({ problem, integrity }).toEqual({ problem: undefined, integrity: [] })
    expect([...statuses.values()]).toEqual(Array.from({ length: count }, () => 'passed'))
  })
})
