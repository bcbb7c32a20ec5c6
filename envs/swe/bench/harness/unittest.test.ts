import { afterAll, expect, test } from 'vitest'
import { closeSandboxes } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import { unittestProject as project } from '../attacks/unittest.ts'
import { runners } from '../parsers/index.ts'
import { printedBy, runIn, testCounting } from './python/attacked.suite.ts'

afterAll(closeSandboxes)

describeWith('bubblewrap', 'unittest', () => {
  testCounting(project)
})

const KINDS = `import unittest


class Kinds(unittest.TestCase):
    def test_ok(self):
        pass

    def test_documented(self):
        """Says what it does.

        At length.
        """

    def test_bad(self):
        self.assertEqual(1, 2)

    def test_error(self):
        raise RuntimeError("no")

    @unittest.skip("later")
    def test_skipped(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    @unittest.expectedFailure
    def test_unexpected(self):
        pass

    def test_parts(self):
        for number in (1, 2, 3):
            with self.subTest(number=number):
                self.assertEqual(number, 1)

    def test_left(self):
        with self.subTest(number=1):
            self.skipTest("one")

    def test_noise(self):
        print("noise")


class Late(unittest.TestCase):
    def tearDown(self):
        raise RuntimeError("late")

    def test_teardown(self):
        pass


class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no")

    def test_never(self):
        pass


class Later(unittest.IsolatedAsyncioTestCase):
    async def test_later(self):
        pass
`
const kinds = {
  'tests/__init__.py': '',
  'tests/test_kinds.py': KINDS,
  'tests/test_missing.py': 'import nothing_of_that_name\n',
}

describeWith('bubblewrap', 'the names and results of unittest', () => {
  test.each([
    ['python3 -m unittest -v tests.test_kinds tests.test_missing'],
    ['python3 -W ignore -m unittest discover -v'],
    ['cd tests && python3 -B -m unittest -v test_kinds'],
  ])('are those of its log: %s', async (command) => {
    const harnessed = await runIn('unittest', kinds, { command })
    const logged = await printedBy(command, kinds)

    expect(harnessed).toMatchObject({ channel: 'harness', problem: undefined, integrity: [] })
    expect(harnessed.statuses).toEqual(runners.unittest.parse(logged))
  })

  test('are none where a test file cannot be read', async () => {
    const files = { 'tests/test_a.py': 'def (\n' }

    const run = await runIn('unittest', files, { testFiles: ['tests/test_a.py'] })

    expect(run).toMatchObject({ problem: undefined, integrity: [], statuses: new Map() })
  })
})
