import type { Severity } from '@portico/core'

/** The questions to a release candidate, row by row. */
export const rowIds = [
  'docs_truth',
  'data_quality',
  'approval_sla',
  'contradiction_backlog',
  'connector_health',
  'security',
  'regional_controls',
  'provenance',
] as const

export type RowId = (typeof rowIds)[number]

/** One thing that was examined, and what it showed. */
export interface Evidence {
  readonly name: string
  /** `false`: something is wrong, as grave as `severity`. */
  readonly holds: boolean
  /** Null where it holds. */
  readonly severity: Severity | null
  /** A sentence, without values of the data. */
  readonly says: string
  /** A file of the repository, or the command that was run. */
  readonly source: string
  /** The repository's files that it covers: tests, programs. */
  readonly links: readonly string[]
  /** SHA-256 of what was examined. */
  readonly sha256: string
}

/** Someone answers for going on despite a V2. A V3 has no exception. */
export interface Exception {
  readonly row: RowId
  /** The evidence that it applies to. */
  readonly evidence: string
  readonly who: string
  readonly why: string
  /** The last day on which it is valid: `2026-12-31`. */
  readonly until: string
}

export type Status = 'OK' | 'Risk' | 'Blocked'

/** One row of the matrix. */
export interface MatrixRow {
  readonly id: RowId
  readonly status: Status
  readonly owner: string
  /** The gravest open severity; null where nothing is open. */
  readonly highestOpen: Severity | null
  readonly evidence: readonly Evidence[]
  /** The exceptions that a Risk status depends on. */
  readonly exceptions: readonly Exception[]
}

/** The release readiness matrix of one commit. */
export interface Matrix {
  readonly schema: 'portico.readiness/1'
  readonly candidate: string
  readonly commit: string
  /** RFC 3339. */
  readonly at: string
  readonly verdict: 'ready' | 'blocked' | 'stop_ship'
  readonly rows: readonly MatrixRow[]
}

/** A row's evidence, and its owner. */
export interface Collected {
  readonly owner: string
  readonly evidence: readonly Evidence[]
}

/**
 * Builds the matrix. A row is Blocked if it has no evidence, an open V2 without a current exception that names it, or a V3,
 * whatever the exceptions. `today` is a date: `2026-11-28`.
 */
export function buildMatrix(
  candidate: { readonly version: string; readonly commit: string; readonly at: string },
  collected: Readonly<Partial<Record<RowId, Collected>>>,
  exceptions: readonly Exception[],
): Matrix {
  const today = candidate.at.slice(0, 10)
  const rows = rowIds.map((id) =>
    rowOf(
      id,
      collected[id],
      exceptions.filter(({ row, until }) => row === id && until >= today),
    ),
  )
  const stop = rows.some(({ highestOpen }) => highestOpen === 'V3')
  const blocked = rows.some(({ status }) => status === 'Blocked')
  return {
    schema: 'portico.readiness/1',
    candidate: candidate.version,
    commit: candidate.commit,
    at: candidate.at,
    verdict: stop ? 'stop_ship' : blocked ? 'blocked' : 'ready',
    rows,
  }
}

function rowOf(id: RowId, collected: Collected | undefined, exceptions: readonly Exception[]): MatrixRow {
  const evidence = collected?.evidence ?? []
  const owner = collected?.owner ?? ''
  const open = evidence.filter(({ holds }) => !holds)
  const used = exceptions.filter((exception) =>
    open.some(({ name, severity }) => name === exception.evidence && severity === 'V2'),
  )
  const excepted = ({ name, severity }: Evidence): boolean => severity === 'V2' && used.some((each) => each.evidence === name)
  const highestOpen =
    open
      .map(({ severity }) => severity ?? 'V2')
      .toSorted()
      .at(-1) ?? null
  const blocking = open.filter((each) => (each.severity ?? 'V2') >= 'V2' && !excepted(each))
  const status =
    evidence.length === 0 || owner === '' || blocking.length > 0
      ? 'Blocked'
      : highestOpen !== null && highestOpen > 'V0'
        ? 'Risk'
        : 'OK'
  return { id, status, owner, highestOpen, evidence, exceptions: used }
}
