import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readChangesets } from '@changesets/read'
import { type ChangeClass, rankOf, readLock } from '@portico/mcp'
import { connectorPackages, idOf } from '../generate/described-connectors.ts'
import { type Manifest, repoRoot } from '../workspace.ts'
import { judgeBump } from './lock-bump.ts'

// Compares each connector's next version with how its tools have changed since its last release, or since `--base <ref>`.
const base = baseGiven()
const lock = readLock(readFileSync(join(repoRoot, 'connectors.lock'), 'utf8'))
const changesets = await readChangesets(repoRoot)

for (const { path, manifest, ...rest } of connectorPackages()) {
  const connector = idOf({ path, manifest, ...rest })
  const since = base ?? lastRelease(manifest.name)
  if (since === undefined) {
    console.log(`${manifest.name}: not released yet, so no one depends on an earlier version`)
    continue
  }
  const was = JSON.parse(at(since, `${path}/package.json`)) as Manifest
  const verdict = judgeBump({
    connector,
    before: { version: was.version, lock: readLock(at(since, 'connectors.lock')) },
    now: { version: manifest.version, lock },
    pending: pendingFor(manifest.name),
  })
  const { needed = 'none', given = 'none', enough, short } = verdict
  console.log(`${manifest.name}: since ${since} its tools need ${needed}, its next version gives ${given}`)
  for (const { tool, class: one, at: where, what } of short) console.log(`  ${one}: ${tool}, ${where}: ${what}`)
  if (enough) continue
  console.error(`  add a changeset: pnpm changeset, ${manifest.name}, ${needed}`)
  process.exitCode = 1
}

function pendingFor(name: string): ChangeClass | undefined {
  const types = changesets.flatMap(({ releases }) => releases.filter((release) => release.name === name).map(({ type }) => type))
  const bumps = types.filter((type): type is ChangeClass => type !== 'none')
  return bumps.toSorted((one, other) => rankOf(other) - rankOf(one))[0]
}

/** The newest tag that `changeset publish` has set for a package. */
function lastRelease(name: string): string | undefined {
  const tags = git('tag', '--list', `${name}@*`, '--sort=-v:refname').split('\n')
  return tags.find((tag) => /@\d+\.\d+\.\d+$/.test(tag))
}

function at(ref: string, path: string): string {
  return git('show', `${ref}:${path}`)
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: repoRoot, encoding: 'utf8', maxBuffer: 256 * 1_048_576 })
}

function baseGiven(): string | undefined {
  try {
    return parseArgs({ options: { base: { type: 'string' } } }).values.base
  } catch (error) {
    console.error(`${(error as Error).message}: pnpm lock:bumps [--base ref]`)
    process.exit(2)
  }
}
