/** JSON that was deflated and written as base64. */
export async function inflateJson<T>(base64: string): Promise<T> {
  if (typeof DecompressionStream === 'undefined') {
    throw new Error(
      'This browser cannot open the report: it lacks DecompressionStream (any browser of 2023 or later has it)',
    )
  }
  const bytes = new Blob([bytesOf(base64.trim())])
  const inflated = bytes.stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return (await new Response(inflated).json()) as T
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
  if (fromBase64) return fromBase64.call(Uint8Array, base64)
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
