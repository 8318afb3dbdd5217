import type { AuditRow } from '@portico/core'
import type { Kysely } from 'kysely'
import { isTombstone } from '../audit/tombstone.ts'
import { auditRows } from '../audit/audit-rows.ts'
import { valuesAt } from '../standing/bounds.ts'
import type { Database } from '../store/database.ts'
import type { SubjectMapping, SubjectReference } from './subject.ts'

export interface SubjectCall {
  readonly sequence: number
  readonly row: AuditRow
}

/** The audited calls about a person: their entity is the person, or the mapping finds the person in their input. */
export async function callsAbout(
  db: Kysely<Database>,
  { tenantId, subject, mapping = {} }: SubjectReference,
): Promise<readonly SubjectCall[]> {
  const calls: SubjectCall[] = []
  for await (const page of auditRows(db, { tenantId })) {
    for (const { sequence, text } of page) {
      if (text === '' || isTombstone(text)) continue
      const row = JSON.parse(text) as AuditRow
      if (isAbout(row, subject, mapping)) calls.push({ sequence, row })
    }
  }
  return calls
}

function isAbout({ entity, connector, operation, input }: AuditRow, subject: string, mapping: SubjectMapping): boolean {
  if (entity && `${entity.type}/${entity.id}` === subject) return true
  const mapped = mapping[`${connector}.${operation}`]
  if (!mapped) return false
  return valuesAt(input, mapped.path.split('.')).some(
    (value) => (typeof value === 'string' || typeof value === 'number') && `${mapped.type}/${value}` === subject,
  )
}
