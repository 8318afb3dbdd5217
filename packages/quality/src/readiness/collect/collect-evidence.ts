import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { commandEvidence } from './command-evidence.ts'
import { commitEvidence } from './commit-evidence.ts'
import { complianceEvidence } from './compliance-evidence.ts'
import { dependencyEvidence } from './dependency-evidence.ts'
import { fileEvidence } from './file-evidence.ts'
import { healthEvidence } from './health-evidence.ts'
import { incidentEvidence } from './incident-evidence.ts'
import { judgementEvidence } from './judgement-evidence.ts'
import type { Looking } from './looking.ts'
import { testEvidence } from './test-evidence.ts'

/**
 * Collects evidence from one source. A source that is named but missing does not hold; only judgements may be missing, where no
 * checkpoint has run.
 */
export async function collectEvidence(source: EvidenceSource, looking: Looking): Promise<readonly Evidence[]> {
  switch (source.kind) {
    case 'command':
      return commandEvidence(source, looking)
    case 'tests':
      return testEvidence(source, looking)
    case 'judgements':
      return judgementEvidence(source, looking)
    case 'incidents':
      return incidentEvidence(source, looking)
    case 'health':
      return healthEvidence(source, looking)
    case 'compliance':
      return complianceEvidence(source, looking)
    case 'dependencies':
      return dependencyEvidence(source, looking)
    case 'commit':
      return commitEvidence(source, looking)
    case 'files':
      return fileEvidence(source, looking)
  }
}
