import { defineConfig } from 'vitest/config'

/** `palaestra-source` makes `import 'palaestra'` in tests the source, not the build. */
const conditions = ['palaestra-source', 'node', 'import', 'module', 'default']
const foreign = ['**/node_modules/**', 'dist/**', 'envs/swe/libraries/**']
/** From recordings alone: the outside is blocked. */
const replayTests = '**/*.replay.test.ts'
const exclude = [...foreign, replayTests]
/** Start the command as a process, again and again. */
const commandTests = ['cli/main.test.ts', 'cli/commands/*.test.ts']
const dockerTests = [
  'sandboxes/docker/**/*.test.ts',
  'envs/**/docker.test.ts',
  'envs/**/*.docker.test.ts',
]
/** Whole episodes of what agents may try: on the sandboxes of this machine, and in containers. */
const attackTests = 'envs/swe/bench/attacks/*.test.ts'
const containerAttacks = 'envs/swe/bench/attacks/docker.test.ts'
/** On a TensorFlow that `npm run setup:tensorflow` sets up. */
const nativeTests = 'models/**/*.native.test.ts'
/** Every task, in two machines. */
const tasksetTests = 'envs/swe/tasks/verdicts.test.ts'
const browserTests = 'test/browser/**/*.test.ts'

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Far more than the work takes: a busy machine may be several times as slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes: only a machine that stands still for long keeps it away.
    expect: { poll: { timeout: 15_000 } },
    // Sandboxes keep worker threads of their own: only a process ends with all of them.
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{core,rewards,runs,cli,agents,envs}/**/*.test.ts'],
          exclude: [
            ...exclude,
            ...commandTests,
            'envs/swe/**',
            'envs/text/**',
            'envs/web/**',
            'envs/search/**',
            'agents/repair/**',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'models',
          include: ['models/**/*.test.ts'],
          exclude: [...exclude, nativeTests],
        },
      },
      {
        extends: true,
        test: {
          name: 'trainers',
          include: ['trainers/**/*.test.ts'],
          exclude,
          testTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'models-native',
          include: [nativeTests],
          exclude,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'replay',
          include: [replayTests],
          exclude: foreign,
          setupFiles: ['test/setup/replay.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'fixtures',
          include: ['fixtures/**/*.test.ts'],
          exclude,
        },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['**/*.test-d.ts'],
            exclude,
            // `npm run typecheck` holds the sources.
            ignoreSourceErrors: true,
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'sandbox',
          include: ['sandboxes/**/*.test.ts'],
          exclude: [...exclude, ...dockerTests],
          // What wants all time and memory there is takes much of both before it is stopped.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'docker',
          include: dockerTests,
          exclude: [...exclude, attackTests],
          globalSetup: ['test/setup/docker.ts'],
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'swe',
          include: ['envs/swe/**/*.test.ts', 'agents/repair/**/*.test.ts'],
          exclude: [...exclude, ...dockerTests, 'envs/swe/bench/**', tasksetTests],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'taskset', include: [tasksetTests], exclude },
      },
      {
        extends: true,
        test: {
          name: 'text',
          include: ['envs/text/**/*.test.ts'],
          exclude,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['envs/web/**/*.test.ts'],
          exclude,
          // One browser at a time: two cores are a browser's own.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'search',
          include: ['envs/search/**/*.test.ts'],
          exclude,
        },
      },
      {
        extends: true,
        test: {
          name: 'bench',
          include: ['envs/swe/bench/**/*.test.ts'],
          exclude: [...exclude, ...dockerTests, attackTests],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'attacks',
          include: [attackTests],
          exclude: [...exclude, containerAttacks],
        },
      },
      {
        extends: true,
        test: {
          name: 'attacks-docker',
          include: [containerAttacks],
          exclude,
          globalSetup: ['test/setup/docker.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [browserTests],
          exclude,
          // One browser at a time: what is smooth is measured, too.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/**/*.test.ts', ...commandTests],
          exclude: [...exclude, browserTests],
          testTimeout: 90_000,
        },
      },
    ],
  },
})
