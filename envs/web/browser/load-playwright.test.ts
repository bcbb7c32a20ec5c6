import { expect, test } from 'vitest'
import { ConfigError } from '../../../core/index.ts'
import { loadPlaywright } from './load-playwright.ts'

test('Playwright is loaded when it is there', async () => {
  const { chromium } = await loadPlaywright()

  expect(chromium.name()).toBe('chromium')
})

test('a missing Playwright is reported with the command that installs it', async () => {
  const missing = () =>
    Promise.reject(new Error("Cannot find package 'playwright-core' imported from /a/b.js"))

  const loading = loadPlaywright(missing)

  await expect(loading).rejects.toBeInstanceOf(ConfigError)
  await expect(loading).rejects.toThrow(
    'Cannot load playwright-core: it is not installed (npm install playwright-core@1.65.1)',
  )
})
