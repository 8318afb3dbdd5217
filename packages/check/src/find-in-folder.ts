import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Cover } from './cover.ts'
import { findInText, type PlacedFinding, type Unread } from './find-in-text.ts'

const mostFiles = 50_000
const mostBytes = 2_000_000
const source = /(?<!\.d)\.[cm]?[jt]sx?$/
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'coverage', 'out', 'vendor'])

/** What a folder holds that bypasses a connector. */
export interface FolderFindings {
  readonly files: number
  readonly findings: readonly PlacedFinding[]
  /** Too large, or not understood: what they hold is not known. */
  readonly unread: readonly Unread[]
}

/** What bypasses connectors in a folder's own sources: not in what it installed or built. Throws a TypeError for more files than it reads. */
export function findInFolder(folder: string, covers: readonly Cover[]): FolderFindings {
  const findings: PlacedFinding[] = []
  const unread: Unread[] = []
  let files = 0
  for (const path of sourcesIn(folder)) {
    if (++files > mostFiles) throw new TypeError(`it has more than ${mostFiles} files of source: check its parts`)
    const file = relative(folder, path).replaceAll(sep, '/')
    if (statSync(path).size > mostBytes) {
      unread.push({ file, problem: `it has more than ${mostBytes} bytes` })
      continue
    }
    const found = findInText(file, readFileSync(path, 'utf8'), covers)
    if ('problem' in found) unread.push(found)
    else findings.push(...found)
  }
  return { files, findings, unread }
}

/** In the order of names. Links are not followed: they may lead out of the folder, or round. */
function* sourcesIn(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name)) yield* sourcesIn(path)
    else if (entry.isFile() && source.test(entry.name)) yield path
  }
}
