import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { Matrix } from '@portico/quality/readiness'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { readDocument } from '../quality/read-document.ts'
import type { Output } from '../terminal/output.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'
import { imported } from '../optional-peers.ts'

export interface ReadinessOptions {
  readonly candidate: string
  readonly evidence: string
  readonly exceptions?: string
  readonly out?: string
  /** False: uses the existing reports, provided they are of this commit. */
  readonly prepare: boolean
}

const codes: Readonly<Record<Matrix['verdict'], ExitCode>> = {
  ready: exitCode.ok,
  blocked: exitCode.blocked,
  stop_ship: exitCode.stopShip,
}

/** `portico readiness`: collects the evidence for a release candidate; its matrix sets the exit code. */
export async function readiness({ io, output }: CommandContext, options: ReadinessOptions): Promise<ExitCode> {
  if (!/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(options.candidate)) {
    throw new Mistake('usage', '--candidate', `'${oneLine(options.candidate)}' is not a version`, 'write one such as 2.0.0')
  }
  const quality = await imported('@portico/quality', () => import('@portico/quality/readiness'))
  const config = await readDocument(io, '--evidence', options.evidence, quality.readReadinessConfig)
  const recorded = options.exceptions ?? 'readiness.exceptions.json'
  const exceptions =
    options.exceptions === undefined && !existsSync(resolve(io.cwd, recorded))
      ? []
      : await readDocument(io, '--exceptions', recorded, quality.readExceptions)
  const matrix = await quality.collectMatrix({
    version: options.candidate,
    folder: io.cwd,
    config: options.prepare ? config : { ...config, prepare: [] },
    exceptions,
    now: Date.now(),
    note: (text) => output.note(text),
  })
  if (options.out !== undefined) {
    const folder = resolve(io.cwd, options.out)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'release-readiness-matrix.json'), `${JSON.stringify(matrix, undefined, 2)}\n`)
    await writeFile(join(folder, 'release-readiness-matrix.md'), quality.matrixPage(matrix, rootFrom(io.cwd, folder)))
  }
  if (output.json) await output.document(matrix)
  else await output.lines(matrixLines(matrix, quality.rowNames, output))
  return codes[matrix.verdict]
}

/** The path from the page's folder to the project's: `../`, or nothing. */
function rootFrom(project: string, folder: string): string {
  const way = relative(folder, project).replaceAll(sep, '/')
  return way === '' ? '' : `${way}/`
}

function matrixLines(
  { rows, verdict, candidate }: Matrix,
  names: Readonly<Record<Matrix['rows'][number]['id'], { readonly en: string }>>,
  { style, width }: Output,
): string[] {
  const colours = { OK: 'green', Risk: 'yellow', Blocked: 'red' } as const
  const cells = rows.map(({ id, status, owner, highestOpen, evidence }) => {
    const open = evidence.find(({ holds }) => !holds)
    const says = open
      ? `${open.name}: ${open.says}`
      : evidence.length === 0
        ? 'no evidence'
        : `${evidence.length} pieces of evidence hold`
    return [names[id].en, style[colours[status]](status), owner || '–', highestOpen ?? '–', says]
  })
  const word = { ready: 'may go on', blocked: 'is blocked', stop_ship: 'stops: stop ship' }[verdict]
  return [...listing(['row', 'status', 'owner', 'open', 'evidence'], cells, { width, style }), `${candidate} ${word}`]
}
