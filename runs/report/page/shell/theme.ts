/** `system` follows what the reader's system says. */
export type Theme = 'system' | 'light' | 'dark'

const KEY = 'palaestra-theme'
const THEMES: readonly Theme[] = ['system', 'light', 'dark']

export const nextTheme = (theme: Theme): Theme =>
  THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
}

/** Pages opened from the disk may have no storage, or be refused it. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY)
    return THEMES.find((theme) => theme === stored) ?? 'system'
  } catch {
    return 'system'
  }
}

export function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // It lasts as long as the page, then.
  }
}
