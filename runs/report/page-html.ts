import { createHash } from 'node:crypto'
import type { PageAssets } from './page-assets.ts'

/** A discus, seen from the side of who catches it. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%232f5fd0'/%3E%3Ccircle cx='8' cy='8' r='2.5' fill='%23fff'/%3E%3C/svg%3E"

/** The page around its data. All of it is ASCII or escaped. */
export interface PageShell {
  readonly head: string
  readonly tail: string
}

/**
 * Nothing is loaded from anywhere, and only our own script runs: what an agent wrote stays text even
 * where we forgot to treat it so.
 */
export function pageShell(
  { script, style }: PageAssets,
  options: { readonly title: string; readonly live: boolean },
): PageShell {
  const { title, live } = options
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    "img-src data: blob: file: 'self'",
    ...(live ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return {
    head: `<!doctype html>
<html lang="en"${live ? ' data-live' : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${ICON}">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Palaestra">
<title>${escapeHtml(title)}</title>
<style>${style.replaceAll('</', '<\\/')}</style>
</head>
<body>
<div id="page"></div>
<noscript>This report needs JavaScript: all of it is in this file, nothing is loaded.</noscript>
<script>${script}</script>
`,
    tail: '</body>\n</html>\n',
  }
}

/** Data that is not run: the page's program decodes it. */
export function dataElement(
  id: string,
  compressed: Buffer,
  attributes: Readonly<Record<string, number>> = {},
): string {
  const extra = Object.entries(attributes).map(([name, value]) => ` data-${name}="${value}"`)
  return `<script type="text/plain" id="${id}"${extra.join('')}>${compressed.toString('base64')}</script>\n`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
