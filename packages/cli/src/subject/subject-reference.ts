import type { SubjectReference } from '@portico/governance'
import type { Setup } from '../config/setup.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'

/** The person that a command names, of the tenant, with the configuration's mapping. */
export function subjectReference({ tenantId, config: { subjects } }: Setup, subject: string): SubjectReference {
  if (/^[^/]+\/.+$/s.test(subject)) return { tenantId, subject, ...(subjects && { mapping: subjects }) }
  throw new Mistake('usage', 'type/id', `'${oneLine(subject)}' names nobody`, 'write type/id, such as customer/cus_42')
}
