/** Key and certificate, in PEM, of every TLS server that the gateway plays: contexts take any. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

let made: Promise<Certificate> | undefined

/** Made when it is first needed, once a process. */
export function certificate(): Promise<Certificate> {
  made ??= make()
  return made
}

async function make(): Promise<Certificate> {
  const { generate } = await import('selfsigned')
  const name = [{ name: 'commonName', value: 'palaestra.invalid' }]
  const { private: key, cert } = await generate(name, { keyType: 'ec', algorithm: 'sha256' })
  return { key, cert }
}
