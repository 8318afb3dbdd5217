import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'
import { reportOf, type TestedFile, type VitestReport } from '../vitest/report.ts'

/** A package to test: turbo's hash of everything its tests depend on, and its folder, relative to the repo's root. */
export interface PackageToTest {
  readonly hash: string
  readonly directory: string
}

/** The work that one process does for several packages. */
export interface WorkTogether {
  readonly tests: readonly PackageToTest[]
  /** Whether all packages are to be built. */
  readonly builds: boolean
}

/**
 * A folder for the results of work done for several packages together. It lives as long as one turbo run, and each report is
 * named after turbo's hash of what was tested, so it can't be taken for anything else.
 */
export class Handover {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Requests work to be done together. */
  static of(work: WorkTogether): Handover {
    const handover = new Handover(temporaryFolder(tmpdir(), 'portico-handover-'))
    writeFileSync(handover.#work, JSON.stringify(work))
    return handover
  }

  /** The handover of the current run; `undefined` where each package builds and tests itself. */
  static current(): Handover | undefined {
    const folder = process.env['PORTICO_HANDOVER']
    return folder === undefined ? undefined : new Handover(folder)
  }

  /** The requested work. */
  work(): WorkTogether {
    return JSON.parse(readFileSync(this.#work, 'utf8')) as WorkTogether
  }

  /** Records that every package is built. */
  leaveBuilds(): void {
    writeFileSync(this.#builds, '')
  }

  /** Whether every package was built in this run. */
  get built(): boolean {
    return existsSync(this.#builds)
  }

  /** Leaves each package its part of a report. A package with a missing test file gets none, and tests itself. */
  leave(files: readonly TestedFile[], root: string): void {
    for (const { hash, directory } of this.work().tests) {
      const expected = globSync('test/**/*.test.ts', { cwd: join(root, directory) }).map((file) => join(root, directory, file))
      const own = files.filter(({ name }) => expected.includes(name))
      if (own.length === expected.length) writeFileSync(this.#report(hash), JSON.stringify(reportOf(own)))
    }
  }

  /** The report for the package that turbo runs with this hash. */
  take(hash: string): VitestReport | undefined {
    const path = this.#report(hash)
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as VitestReport) : undefined
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  get #work(): string {
    return join(this.folder, 'work.json')
  }

  get #builds(): string {
    return join(this.folder, 'built')
  }

  #report(hash: string): string {
    return join(this.folder, `${hash}.json`)
  }
}
