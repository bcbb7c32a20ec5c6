import { z } from 'zod'
import { isParserName, unknownParser } from '../parsers/index.ts'

/** Test names as a list, or as a string that holds one, depending on where an instance comes from. */
const expected = 'expected a JSON list of test names'
const testNames = z
  .union([z.array(z.string()), z.string()], { error: expected })
  .transform((value, context) => {
    if (typeof value !== 'string') return value
    const names = parseNames(value)
    if (names) return names
    context.addIssue({ code: 'custom', message: expected })
    return z.NEVER
  })

function parseNames(text: string): readonly string[] | undefined {
  if (text.trim() === '') return []
  try {
    const value: unknown = JSON.parse(text)
    const isList = Array.isArray(value) && value.every((name) => typeof name === 'string')
    return isList ? value : undefined
  } catch {
    return undefined
  }
}

const optionalText = z
  .string()
  .nullish()
  .transform((value) => value || undefined)
const id = z
  .string()
  .regex(/^[\w][\w.:/@+-]*$/, 'expected letters, digits and . _ - : / @ +')
  .refine((value) => !value.split('/').includes('..'), 'expected no ".."')
const commit = z.string().regex(/^[0-9a-f]{7,64}$/i, 'expected a commit')
const parserName = z
  .string()
  .refine(isParserName, { error: ({ input }) => unknownParser(String(input)) })

/** Where the repository is, and how it is tested: what we read beyond the fields of SWE-bench. */
const ours = {
  snapshot: z
    .string()
    .min(1)
    .regex(/^(?![/\\]|[A-Za-z]:)/, 'expected a path relative to the file of the instances')
    .optional(),
  test_cmd: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .transform((value) => (Array.isArray(value) ? value.join(' && ') : value || undefined)),
  log_parser: parserName.nullish().transform((value) => value ?? undefined),
  test_files: z.array(z.string().min(1)).nullish(),
  language: optionalText,
  environment_image: optionalText,
  image_name: optionalText,
  docker_image: optionalText,
  split: optionalText,
  difficulty: z.union([z.string(), z.number()]).nullish(),
  kind: optionalText,
}

/** SWE-bench, SWE-Gym, SWE-smith and what looks like them. */
export const sweBenchFields = z.object({
  instance_id: id,
  repo: z.string().min(1),
  base_commit: z.union([commit, z.literal('')]).nullish(),
  patch: optionalText,
  fix_patch: optionalText,
  test_patch: optionalText,
  problem_statement: z.string(),
  hints_text: optionalText,
  version: z.union([z.string(), z.number()]).nullish(),
  FAIL_TO_PASS: testNames,
  PASS_TO_PASS: testNames.default([]),
  ...ours,
})

const testTable = z.union([
  z.record(z.string(), z.unknown()).transform((table) => Object.keys(table)),
  z.array(z.object({ name: z.string() }).loose()).transform((list) => list.map(({ name }) => name)),
])
const issue = z.object({
  title: z.string().nullish(),
  body: z.string().nullish(),
})

/** Multi-SWE-bench: a pull request, with tables of tests by what became of them. */
export const multiSweFields = z.object({
  instance_id: id.optional(),
  org: z.string().min(1),
  repo: z.string().min(1),
  number: z.int().positive(),
  title: z.string().nullish(),
  body: z.string().nullish(),
  base: z.object({ sha: commit }),
  resolved_issues: z.array(issue).default([]),
  fix_patch: z.string(),
  test_patch: optionalText,
  f2p_tests: testTable.default([]),
  s2p_tests: testTable.default([]),
  n2p_tests: testTable.default([]),
  p2p_tests: testTable.default([]),
  lang: optionalText,
  ...ours,
})

/** Whether a row has the shape of Multi-SWE-bench. */
export const isMultiSwe = (row: object): boolean => 'org' in row && 'base' in row
