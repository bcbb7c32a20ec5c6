import { z } from 'zod'

const seconds = z.number().positive()
const environmentVariables = z.record(z.string().min(1), z.string())
/** `4G`, `512M`, `1.5Gi`; a number is MiB. */
const size = z.union([
  z.number().positive(),
  z.string().regex(/^\d+(?:\.\d+)?\s*(?:[KMGT]i?)?B?$/i, 'expected a size such as "512M" or "4G"'),
])
const user = z.union([z.string().min(1), z.int().nonnegative()])
const networkMode = z.enum(['public', 'no-network', 'allowlist'])
const network = {
  network_mode: networkMode.optional(),
  allowed_hosts: z.array(z.string().min(1)).optional(),
}

const healthcheck = z
  .object({
    command: z.string().min(1),
    interval_sec: seconds.optional(),
    timeout_sec: seconds.optional(),
    retries: z.int().positive().optional(),
    start_period_sec: z.number().nonnegative().optional(),
  })
  .loose()

const environment = z
  .object({
    build_timeout_sec: seconds.default(600),
    docker_image: z.string().min(1).optional(),
    cpus: z.number().positive().optional(),
    memory: size.optional(),
    memory_mb: z.number().positive().optional(),
    storage: size.optional(),
    storage_mb: z.number().positive().optional(),
    gpus: z.int().nonnegative().optional(),
    allow_internet: z.boolean().optional(),
    workdir: z.string().startsWith('/', 'expected an absolute path').optional(),
    env: environmentVariables.default({}),
    healthcheck: healthcheck.optional(),
    ...network,
  })
  .loose()

const collect = z.object({ command: z.string().min(1), timeout_sec: seconds.default(600) }).loose()

/** Both generations of `task.toml`; keys that nobody knows are let through. */
export const harborFields = z
  .object({
    version: z.string().optional(),
    schema_version: z.string().optional(),
    task: z
      .object({
        name: z.string().min(1).optional(),
        description: z.string().optional(),
        keywords: z.array(z.string()).optional(),
      })
      .loose()
      .default({}),
    metadata: z.record(z.string(), z.unknown()).default({}),
    agent: z
      .object({ timeout_sec: seconds.default(600), user: user.optional(), ...network })
      .loose()
      .prefault({}),
    verifier: z
      .object({
        timeout_sec: seconds.default(600),
        env: environmentVariables.default({}),
        user: user.optional(),
        environment_mode: z.enum(['shared', 'separate']).default('shared'),
        environment: environment.optional(),
        collect: z.array(collect).default([]),
        ...network,
      })
      .loose()
      .prefault({}),
    environment: environment.prefault({}),
    artifacts: z
      .array(z.union([z.string().min(1), z.object({ source: z.string().min(1) }).loose()]))
      .default([]),
    steps: z.array(z.unknown()).optional(),
  })
  .loose()

export type HarborFields = z.infer<typeof harborFields>
export type HarborEnvironmentFields = HarborFields['environment']
