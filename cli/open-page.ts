/** Shows a file or address in the user's browser; false where that cannot be asked for. */
export async function openPage(target: string): Promise<boolean> {
  const { default: open } = await import('open')
  try {
    const child = await open(target)
    return await new Promise((resolve) => {
      child.once('error', () => resolve(false))
      child.once('spawn', () => resolve(true))
      if (child.pid !== undefined) resolve(true)
    })
  } catch {
    return false
  }
}
