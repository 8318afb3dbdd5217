import { auditPurge } from '../audit/purge-audit.ts'
import type { StoreContext } from '../store/context.ts'
import { eraseSubject } from './erase-subject.ts'
import { exportSubject } from './export-subject.ts'
import type { ErasureReport, SubjectErasure, SubjectExport, SubjectReference } from './subject.ts'

/** A person's rights over what the store holds of them (PDPL, GDPR). */
export interface Subjects {
  export(reference: SubjectReference): Promise<SubjectExport>
  erase(erasure: SubjectErasure): Promise<ErasureReport>
}

export function sqlSubjects(context: StoreContext): Subjects {
  return {
    export: (reference) => exportSubject(context, reference),
    erase: (erasure) => eraseSubject(context, auditPurge(context), erasure),
  }
}
