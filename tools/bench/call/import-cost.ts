import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readManifest, repoRoot } from '../../workspace.ts'
import { median } from './measure.ts'

/**
 * Milliseconds that importing a built connector takes on top of Node with zod and undici already imported. Measured as for a
 * user: built files behind the published exports, outside the workspace.
 */
export function importCosts(connectors: readonly string[]): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-import-'))
  try {
    const modules = join(folder, 'node_modules')
    for (const name of ['undici', 'zod']) link(modules, name, join(repoRoot, 'packages', 'core', 'node_modules', name))
    for (const path of ['packages/metrics', 'packages/core', ...connectors.map((id) => `connectors/${id}`)])
      publish(modules, path)
    return Object.fromEntries(connectors.map((id) => [id, Number(importCost(folder, id).toFixed(1))]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function importCost(folder: string, connector: string): number {
  const script = `await import('zod'); await import('undici'); const start = performance.now(); await import('@portico/connector-${connector}'); console.log(performance.now() - start)`
  const run = (): number =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' }))
  return median(Array.from({ length: 15 }, run))
}

function publish(modules: string, path: string): void {
  const manifest = readManifest(join(repoRoot, path)) as { name: string; publishConfig?: object }
  const target = join(modules, manifest.name)
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, 'package.json'), JSON.stringify({ ...manifest, ...manifest.publishConfig }))
  cpSync(join(repoRoot, path, 'dist'), join(target, 'dist'), { recursive: true })
}

function link(modules: string, name: string, source: string): void {
  const target = join(modules, name)
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(realpathSync(source), target)
}
