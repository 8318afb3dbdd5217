import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

interface Manifest {
  readonly repository?: { readonly url?: string; readonly directory?: string }
  readonly license?: string
  readonly exports?: Readonly<Record<string, { readonly types?: string; readonly default?: string } | string>>
}

/** What an installed package of ours should not contain, or lacks. */
export function inspectInstalled(project: string): string[] {
  const scope = join(project, 'node_modules/@portico')
  return readdirSync(scope).flatMap((name) => inspect(join(scope, name)).map((problem) => `@portico/${name}: ${problem}`))
}

function inspect(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
  const own = files.filter((file) => !file.startsWith('node_modules/'))
  const problems: string[] = []
  if (manifest.license !== 'Apache-2.0') problems.push('it states no licence')
  if (!manifest.repository?.url || !manifest.repository.directory) problems.push('it states no repository')
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === 'string' || !target.types || !own.includes(target.types.replace('./', '')))
      problems.push(`its entry ${entry} has no types`)
  }
  for (const file of own) {
    if (/(^|\/)(test|recordings|test-results)\/|\.test\.[jt]s$|(^|\/)src\//.test(file)) problems.push(`it holds ${file}`)
    if (file.endsWith('.map') && /"(?:file:\/\/)?\/[^"]*\.ts"/.test(readFileSync(join(folder, file), 'utf8')))
      problems.push(`${file} has absolute paths`)
  }
  return problems
}
