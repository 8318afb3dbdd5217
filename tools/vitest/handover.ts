import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportOf, type TestedFile, type VitestReport } from './report.ts'

/** A package whose tests are to be run: turbo's hash of all that they depend on, and its folder, from the repo's root. */
export interface PackageToTest {
  readonly hash: string
  readonly directory: string
}

/**
 * A folder in which a run of several packages' tests leaves each package its report. It lives as long as one run of turbo, and a report
 * is named after turbo's hash of what was tested: there is none of anything else.
 */
export class Handover {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Asks for packages to be tested together. */
  static of(packages: readonly PackageToTest[]): Handover {
    const handover = new Handover(mkdtempSync(join(tmpdir(), 'portico-tested-')))
    writeFileSync(handover.#packages, JSON.stringify(packages))
    return handover
  }

  /** The one of the run that this process belongs to; `undefined` where each package tests itself. */
  static current(): Handover | undefined {
    const folder = process.env['PORTICO_TESTED_TOGETHER']
    return folder === undefined ? undefined : new Handover(folder)
  }

  /** The packages to be tested together. */
  packages(): readonly PackageToTest[] {
    return JSON.parse(readFileSync(this.#packages, 'utf8')) as PackageToTest[]
  }

  /** Leaves each package its part of a report. One of which a file of tests is missing there gets none, and tests itself. */
  leave(files: readonly TestedFile[], root: string): void {
    for (const { hash, directory } of this.packages()) {
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

  get #packages(): string {
    return join(this.folder, 'packages.json')
  }

  #report(hash: string): string {
    return join(this.folder, `${hash}.json`)
  }
}
