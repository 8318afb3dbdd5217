import { basename, join } from 'node:path'
import { rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { readManifest } from '../workspace.ts'
import { buildCode } from './code.ts'
import { buildDeclarations } from './declarations.ts'
import { publishedEntries } from './entries.ts'

// Builds the package in the current folder into `dist`: JavaScript by tsup, declarations by tsc.
const folder = process.cwd()
const started = performance.now()
const manifest = readManifest(folder)
const entries = publishedEntries(folder, manifest)
rmSync(join(folder, 'dist'), { recursive: true, force: true })
try {
  await Promise.all([buildCode(folder, manifest.name, entries), buildDeclarations(folder, entries)])
  console.log(`${basename(folder)}: ${entries.length} entries in ${Math.round(performance.now() - started)} ms`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
