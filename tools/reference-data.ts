import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { repoRoot } from './workspace.ts'

/**
 * The folder of reference data: the vendors' official descriptions and test vectors, which this repo reads but never copies.
 * `PORTICO_REFERENCE_DATA` names it; the default is the folder `shared` beside the repo.
 */
export function referenceDataFolder(): string {
  const configured = process.env['PORTICO_REFERENCE_DATA']
  return configured ? resolve(configured) : join(repoRoot, '..', 'shared')
}

/**
 * Absolute path of one piece of reference data, for example `vendors/catalogue.json`, or undefined where it is absent.
 */
export function referenceData(path: string): string | undefined {
  const absolute = join(referenceDataFolder(), path)
  return existsSync(absolute) ? absolute : undefined
}

/**
 * The message that a test gives when its reference data is absent, as in `context.skip(referenceDataAbsent(path))`, so that a run
 * without the data never looks like one with it.
 */
export function referenceDataAbsent(path: string): string {
  return `reference data absent: ${join(referenceDataFolder(), path)} (set PORTICO_REFERENCE_DATA to the folder that holds it)`
}
