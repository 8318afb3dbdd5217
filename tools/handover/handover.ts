import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'
import { reportOf, type TestedFile, type VitestReport } from '../vitest/report.ts'

/** A package whose tests are to be run: turbo's hash of all that they depend on, and its folder, from the repo's root. */
export interface PackageToTest {
  readonly hash: string
  readonly directory: string
}

/** What is done for several packages by one process. */
export interface WorkTogether {
  readonly tests: readonly PackageToTest[]
  /** Whether all packages are built. */
  readonly builds: boolean
}

/**
 * A folder in which what was done for several packages together is left for each. It lives as long as one run of turbo, and a report is
 * named after turbo's hash of what was tested: there is none of anything else.
 */
export class Handover {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Asks for work to be done together. */
  static of(work: WorkTogether): Handover {
    const handover = new Handover(temporaryFolder(tmpdir(), 'portico-handover-'))
    writeFileSync(handover.#work, JSON.stringify(work))
    return handover
  }

  /** The one of the run that this process belongs to; `undefined` where each package builds and tests itself. */
  static current(): Handover | undefined {
    const folder = process.env['PORTICO_HANDOVER']
    return folder === undefined ? undefined : new Handover(folder)
  }

  /** What is asked for. */
  work(): WorkTogether {
    return JSON.parse(readFileSync(this.#work, 'utf8')) as WorkTogether
  }

  /** Says that every package is built. */
  leaveBuilds(): void {
    writeFileSync(this.#builds, '')
  }

  /** Whether every package was built in this run. */
  get built(): boolean {
    return existsSync(this.#builds)
  }

  /** Leaves each package its part of a report. One of which a file of tests is missing there gets none, and tests itself. */
  leave(files: readonly TestedFile[], root: string): void {
    for (const { hash, directory } of this.work().tests) {
      const expected = globSync('test/**/*.test.ts', { cwd: join(root, directory) }).map((file) => join(root, directory, file))
      const own = files.filter(({ name }) => expected.includes(name))
      if (own.length === expected.length) writeFileSync(this.#report(hash), JSON.stringify(reportOf(own)))
    }
  }

  /** What was left for the package that turbo runs with this hash. */
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
