import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { evidenceOf } from './evidence-of.ts'
import type { Looking } from './looking.ts'

/** The commit, and that there are no uncommitted changes. */
export async function commitEvidence(
  { name }: Extract<EvidenceSource, { kind: 'commit' }>,
  looking: Looking,
): Promise<readonly Evidence[]> {
  const { commit } = looking
  const status = await looking.run(['git', 'status', '--porcelain'])
  if (commit === undefined || status.exitCode !== 0) {
    const says = 'There is no commit here.'
    return [evidenceOf({ name, holds: false, severity: 'V2', says, source: 'git rev-parse HEAD', links: [], content: '' })]
  }
  const changed = status.stdout.split('\n').filter((line) => line !== '').length
  const holds = changed === 0
  const says = holds ? `Commit ${commit}, with nothing uncommitted.` : `${changed} files have uncommitted changes.`
  return [evidenceOf({ name, holds, severity: 'V2', says, source: 'git rev-parse HEAD', links: [], content: commit })]
}
