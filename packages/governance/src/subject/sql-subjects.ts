import { auditPurge } from '../audit/purge-audit.ts'
import type { StoreContext } from '../store/context.ts'
import { eraseSubject } from './erase-subject.ts'
import { exportSubject } from './export-subject.ts'
import type { ErasureReport, SubjectErasure, SubjectExport, SubjectReference } from './subject.ts'

/** The rights of a person over what the store holds of them (PDPL, GDPR). */
export interface Subjects {
  export(reference: SubjectReference): Promise<SubjectExport>
  erase(erasure: SubjectErasure): Promise<ErasureReport>
}

export function sqlSubjects(context: StoreContext): Subjects {
  const { connection, now } = context
  return {
    export: (reference) => exportSubject(connection.db, reference, now()),
    erase: (erasure) => eraseSubject(connection.db, auditPurge(context), erasure),
  }
}
