import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectMatrix, type MatrixRow, readReadinessConfig, rowNames } from '@portico/quality/readiness'
import { readManifest, repoRoot } from '../../workspace.ts'
import { scene, tell } from '../narrator.ts'

/** The readiness matrix of the current commit, from evidence that takes only seconds to collect. */
export async function readinessMatrix(): Promise<void> {
  scene('Is this commit ready for release?')
  tell('checking pages, generated files and connections, about 20 s…')
  const { prepare: _tests, rows, ...config } = readReadinessConfig(readFileSync(join(repoRoot, 'readiness.json'), 'utf8'))
  const matrix = await collectMatrix({
    version: readManifest(join(repoRoot, 'packages/core')).version,
    folder: repoRoot,
    config: { ...config, prepare: [], rows: withoutRegistry(rows) },
    exceptions: [],
    now: Date.now(),
  })
  tell('The tour runs no tests and builds nothing, so rows without evidence are blocked here. That is expected.')
  tell(`To run the tests and fill the table: pnpm portico readiness --candidate ${matrix.candidate}`)
  for (const row of matrix.rows) tell(lineOf(row))
  const word = { ready: 'may go on', blocked: 'is blocked', stop_ship: 'stops: stop ship' }[matrix.verdict]
  tell(`On this evidence alone, commit ${matrix.commit.slice(0, 12)} ${word}.`)
}

type Rows = ReturnType<typeof readReadinessConfig>['rows']

/** Only the command queries the registry, since the tour needs no network. */
function withoutRegistry(rows: Rows): Rows {
  return Object.fromEntries(
    Object.entries(rows).map(([id, row]) => [
      id,
      { ...row, evidence: row.evidence.filter(({ kind }) => kind !== 'dependencies') },
    ]),
  )
}

function lineOf({ id, status, highestOpen, evidence }: MatrixRow): string {
  const open = evidence
    .filter(({ holds }) => !holds)
    .toSorted((one, other) => (other.severity ?? '').localeCompare(one.severity ?? ''))
  const says = open[0] ? `${open[0].name}: ${open[0].says}` : `${evidence.length} pieces of evidence hold`
  return `${rowNames[id].en.padEnd(32)} ${status.padEnd(8)} ${(highestOpen ?? '–').padEnd(3)} ${shortened(says)}`
}

/** Truncated to whole words that fit a line of the table. */
function shortened(says: string): string {
  return says.length <= 90 ? says : `${says.slice(0, 89).replace(/\s+\S*$/, '')}…`
}
