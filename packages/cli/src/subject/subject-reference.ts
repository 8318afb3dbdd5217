import type { SubjectReference } from '@portico/governance'
import type { Setup } from '../config/setup.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'

/** The person that a command names, in its tenant, with the configured mapping. */
export function subjectReference({ tenantId, config: { subjects } }: Setup, subject: string): SubjectReference {
  if (/^[^/]+\/.+$/s.test(subject)) return { tenantId, subject, ...(subjects && { mapping: subjects }) }
  throw new Mistake('usage', 'type/id', `'${oneLine(subject)}' names nobody`, 'write type/id, such as customer/cus_42')
}
