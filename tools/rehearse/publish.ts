import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicPackages } from '../workspace.ts'
import type { Registry } from './registry.ts'
import { run } from './run.ts'

/** A package in the registry. */
export interface Published {
  readonly name: string
  readonly version: string
  /** Size of the archive in bytes. */
  readonly bytes: number
}

interface Packument {
  readonly 'dist-tags': { readonly latest: string }
  readonly versions: Readonly<Record<string, { readonly dist: { readonly tarball: string } }>>
}

const pnpm = ['-y', 'pnpm@12.21.0'] as const

/** A clean clone of the checked-out commit, installed. */
export async function cleanClone(repository: string, folder: string): Promise<void> {
  await run('git', ['clone', '--quiet', '--no-hardlinks', repository, folder], { cwd: repository })
  await run('git', ['config', 'user.name', 'rehearsal'], { cwd: folder })
  await run('git', ['config', 'user.email', 'rehearsal@localhost'], { cwd: folder })
  await run('npx', [...pnpm, 'install', '--frozen-lockfile'], { cwd: folder, env: { CI: 'true' } })
}

/** Versions packages by the changesets, and publishes what the registry does not have yet. */
export async function versionAndPublish(clone: string, registry: Registry): Promise<void> {
  await run('npx', [...pnpm, 'exec', 'changeset', 'version'], { cwd: clone })
  await run('npx', [...pnpm, 'generate'], { cwd: clone, env: { CI: 'true', npm_config_verify_deps_before_run: 'false' } })
  await run('npx', [...pnpm, 'build'], { cwd: clone, env: { CI: 'true', npm_config_verify_deps_before_run: 'false' } })
  await run('git', ['add', '-A'], { cwd: clone })
  await run('git', ['commit', '--quiet', '-m', 'versions'], { cwd: clone })
  writeFileSync(join(clone, '.npmrc'), registry.npmrc)
  // The release workflow makes provenance; a private registry does not accept it.
  await run('npx', [...pnpm, '-r', 'publish', '--no-git-checks', '--access', 'public'], {
    cwd: clone,
    env: { NPM_CONFIG_PROVENANCE: 'false', npm_config_registry: registry.url, npm_config_verify_deps_before_run: 'false' },
  })
}

/** Adds a changeset with a patch of one package. */
export function addPatch(clone: string, name: string): void {
  const folder = join(clone, '.changeset')
  if (readdirSync(folder).length === 0) throw new Error('the clone has no .changeset')
  writeFileSync(join(folder, 'rehearsal.md'), `---\n'${name}': patch\n---\n\nA rehearsed patch.\n`)
}

/** The latest version of each of our packages in the registry. */
export async function publishedPackages(clone: string, { url }: Registry): Promise<Published[]> {
  const found: Published[] = []
  for (const { manifest } of publicPackages(clone)) {
    const answer = await fetch(`${url}${manifest.name.replace('/', '%2f')}`)
    if (!answer.ok) throw new Error(`${manifest.name} is not in the registry: ${answer.status}`)
    const { 'dist-tags': tags, versions } = (await answer.json()) as Packument
    const archive = await (await fetch(versions[tags.latest]!.dist.tarball)).arrayBuffer()
    found.push({ name: manifest.name, version: tags.latest, bytes: archive.byteLength })
  }
  return found
}
