import { createHash } from 'node:crypto'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { referenceDataFolder } from '../reference-data.ts'

/**
 * A fingerprint of the reference data, `absent` where there is none. It is part of the test tasks' cache key, since turbo
 * does not see files outside the repo. Names, sizes and times, not contents: it is taken at every test run.
 */
export function referenceFingerprint(folder: string = referenceDataFolder()): string {
  if (!existsSync(folder)) return 'absent'
  const hash = createHash('sha256')
  for (const path of globSync('**/*', { cwd: folder }).toSorted()) {
    const entry = statSync(join(folder, path))
    if (entry.isFile()) hash.update(`${path}\0${entry.size}\0${Math.floor(entry.mtimeMs)}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}
