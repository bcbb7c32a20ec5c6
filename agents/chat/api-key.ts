/** The key, and texts without it: it is sent to the server, and never stored or shown. */
export interface ApiKey {
  readonly header: Readonly<Record<string, string>>
  /** What a server says may repeat the key: it is taken out, and what looks like a part of one too. */
  redact(text: string): string
}

/** The key in the environment: PALAESTRA_API_KEY, else OPENAI_API_KEY; none for servers that ask for none. */
export function readApiKey(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const key = environment['PALAESTRA_API_KEY'] || environment['OPENAI_API_KEY']
  return key?.trim() || undefined
}

export function createApiKey(key: string | undefined): ApiKey {
  return {
    header: key === undefined ? {} : { authorization: `Bearer ${key}` },
    redact(text) {
      const without = key === undefined ? text : text.replaceAll(key, '[key]')
      return without.replace(/\bsk-[\w*.-]{4,}/g, '[key]')
    },
  }
}
