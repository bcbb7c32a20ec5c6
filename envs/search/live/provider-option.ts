import { z } from 'zod'
import { type ProviderName, providers } from './providers.ts'

const template = z.strictObject({
  path: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
  results: z.string(),
  fields: z.strictObject({
    url: z.string(),
    title: z.string().optional(),
    snippet: z.string().optional(),
    date: z.string().optional(),
  }),
})

const names = Object.keys(providers) as [ProviderName, ...ProviderName[]]
const error = `give ${names.join(', ')}, or a template of another`

/** A search API by its name, or by a template. */
export const providerOption = z.union([
  z.string({ error }).pipe(z.enum(names, { error })),
  template,
])

export type ProviderOption = z.output<typeof providerOption>
