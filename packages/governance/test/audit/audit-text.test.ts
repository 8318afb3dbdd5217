import { type AuditRow, canonicalJson } from '@portico/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditText } from '../../src/audit/audit-text.ts'
import { auditRow } from './row.ts'

test('the text of a row is its canonical JSON, whatever its members hold and whichever are left out', () => {
  const names = Object.keys(auditRow(1)) as (keyof AuditRow)[]
  const row = fc.dictionary(fc.constantFrom(...names), fc.option(fc.jsonValue(), { nil: undefined }))
  fc.assert(
    fc.property(row, (members) => {
      expect(auditText(members as unknown as AuditRow)).toBe(canonicalJson(members))
    }),
  )
  expect(auditText(auditRow(7))).toBe(canonicalJson(auditRow(7)))
})
