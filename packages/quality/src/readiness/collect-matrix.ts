import { collectEvidence } from './collect/collect-evidence.ts'
import { lookInto } from './collect/looking.ts'
import { type Collected, type Exception, type Matrix, type RowId, buildMatrix } from './matrix.ts'
import type { ReadinessConfig } from './readiness-config.ts'

export interface MatrixInput {
  readonly version: string
  /** The project's folder. */
  readonly folder: string
  readonly config: ReadinessConfig
  readonly exceptions: readonly Exception[]
  /** Epoch milliseconds. */
  readonly now: number
  /** Called with each source as it is checked. */
  readonly note?: (text: string) => void
}

/** Collects the evidence for every row, and builds the matrix from it. */
export async function collectMatrix({ version, folder, config, exceptions, now, note }: MatrixInput): Promise<Matrix> {
  const looking = await lookInto(folder, config.tested)
  for (const command of config.prepare) {
    note?.(`runs ${command.join(' ')}`)
    // Its result shows in the reports that it wrote, or failed to write.
    await looking.run(command)
  }
  const collected: Partial<Record<RowId, Collected>> = {}
  for (const [id, { owner, evidence: sources }] of Object.entries(config.rows)) {
    const evidence = []
    for (const source of sources) {
      note?.(`${id}: ${source.name}`)
      evidence.push(...(await collectEvidence(source, looking)))
    }
    collected[id as RowId] = { owner, evidence }
  }
  const candidate = { version, commit: looking.commit ?? 'unknown', at: new Date(now).toISOString() }
  return buildMatrix(candidate, collected, exceptions)
}
