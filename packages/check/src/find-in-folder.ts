import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { Cover } from './cover.ts'
import { findInText, type PlacedFinding, type Unread } from './find-in-text.ts'

const mostFiles = 50_000
const mostBytes = 2_000_000
const source = /(?<!\.d)\.[cm]?[jt]sx?$/
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'coverage', 'out', 'vendor'])

/** Code in a folder that bypasses a connector. */
export interface FolderFindings {
  readonly files: number
  readonly findings: readonly PlacedFinding[]
  /** Too large, not understood or unreadable: their content is unknown. */
  readonly unread: readonly Unread[]
}

export interface FolderOptions {
  /**
   * Files and folders to leave out, relative to the folder. Throws a TypeError for one that does not exist: it would leave
   * nothing out.
   */
  readonly ignore?: readonly string[]
}

/**
 * Finds what bypasses connectors in a folder's own sources, ignoring installed and built files. Throws a RangeError if there are
 * more files than it reads.
 */
export function findInFolder(folder: string, covers: readonly Cover[], { ignore = [] }: FolderOptions = {}): FolderFindings {
  const findings: PlacedFinding[] = []
  const unread: Unread[] = []
  const ignored = new Set(ignore.map((path) => placeIn(folder, path)))
  let files = 0
  for (const found of sourcesIn(folder, ignored)) {
    const file = relative(folder, found.path).replaceAll(sep, '/')
    if (found.problem === undefined && ++files > mostFiles)
      throw new RangeError(`it has more than ${mostFiles} source files: check its parts`)
    const looked = found.problem === undefined ? findInFile(found.path, file, covers) : { file, problem: found.problem }
    if ('problem' in looked) unread.push(looked)
    else findings.push(...looked)
  }
  return { files, findings, unread }
}

function findInFile(path: string, file: string, covers: readonly Cover[]): readonly PlacedFinding[] | Unread {
  try {
    if (statSync(path).size > mostBytes) return { file, problem: `it has more than ${mostBytes} bytes` }
    return findInText(file, readFileSync(path, 'utf8'), covers)
  } catch (error) {
    return { file, problem: problemOf(error) }
  }
}

interface Source {
  readonly path: string
  /** Set for a folder that cannot be listed. */
  readonly problem?: string
}

/** Sorted by name. Links are not followed: they may lead out of the folder, or in circles. */
function* sourcesIn(folder: string, ignored: ReadonlySet<string>): Generator<Source> {
  let entries: readonly Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    yield { path: folder, problem: problemOf(error) }
    return
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (ignored.has(path)) continue
    if (entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name)) yield* sourcesIn(path, ignored)
    else if (entry.isFile() && source.test(entry.name)) yield { path }
  }
}

function placeIn(folder: string, path: string): string {
  const place = resolve(folder, path)
  if (lstatSync(place, { throwIfNoEntry: false })) return place
  throw new TypeError(`there is no '${path}' in it to leave out`)
}

/** Only system errors concern the file. Any other is ours. */
function problemOf(error: unknown): string {
  if (error instanceof Error && 'syscall' in error) return error.message
  throw error
}
