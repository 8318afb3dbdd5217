import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditRow } from '@portico/core'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { auditSinks, jsonlAudit, auditLines, readAuditLine, verifyAuditFile } from '../../src/index.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-audit-'))
  path = join(folder, 'audit.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const rowOf = (tenantId: string, id: string): AuditRow =>
  ({
    id,
    at: '2026-11-24T00:00:00.000Z',
    tenantId,
    operation: 'createIssue',
    input: { title: `Printer ${id} “مطبعة”` },
  }) as unknown as AuditRow

async function written(...tenants: readonly string[]): Promise<void> {
  const audit = await jsonlAudit(path)
  await Promise.all(tenants.map(async (tenant, index) => audit.write(rowOf(tenant, String(index)))))
  await audit.close()
}

test('rows are chained per tenant, in a file that only its owner can read', async () => {
  await written('acme', 'beta', 'acme')
  const report = await verifyAuditFile(path)
  expect(report).toMatchObject({ intact: true, rows: 3 })
  expect(report.intact && [...report.heads].map(([tenant, { sequence }]) => [tenant, sequence])).toEqual([
    ['acme', 2],
    ['beta', 1],
  ])
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(path, 'utf8').split('\n')[0]!)).toMatchObject({ tenant: 'acme', row: { id: '0' } })
})

test('a log continues where it ended', async () => {
  await written('acme')
  await written('acme', 'acme')
  expect(await verifyAuditFile(path)).toMatchObject({ intact: true, rows: 3 })
})

test('any byte that is changed is found, and the row named', async () => {
  await written('acme', 'acme', 'beta', 'acme')
  const sound = readFileSync(path)
  await fc.assert(
    fc.asyncProperty(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const bytes = Buffer.from(sound)
      bytes[at] = bytes[at]! ^ change
      writeFileSync(path, bytes)
      const line = sound.subarray(0, at).filter((byte) => byte === 10).length + 1
      const report = await verifyAuditFile(path)
      expect(report.intact).toBe(false)
      // A line that ends later or earlier than it did is found where it begins.
      if (!report.intact) expect(report.line).toBe(line)
    }),
    { numRuns: 80 },
  )
})

test.each([
  ['a removed row', (lines: string[]) => lines.toSpliced(1, 1), { problem: 'missing', sequence: 2 }],
  ['two removed rows', (lines: string[]) => lines.toSpliced(1, 2), { problem: 'missing', sequence: 2 }],
  [
    'rows that changed places',
    (lines: string[]) => [lines[0]!, lines[2]!, lines[1]!, lines[3]!],
    { problem: 'missing', sequence: 2 },
  ],
  ['a duplicated row', (lines: string[]) => [lines[0]!, lines[1]!, lines[1]!, lines[2]!], { problem: 'reordered', sequence: 2 }],
  [
    'a row of another tenant',
    (lines: string[]) => [lines[0]!, lines[1]!.replace('"tenant":"acme"', '"tenant":"beta"')],
    { problem: 'altered' },
  ],
])('%s is named', async (_, change, broken) => {
  await written('acme', 'acme', 'acme', 'acme')
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  writeFileSync(path, `${change(lines).join('\n')}\n`)
  expect(await verifyAuditFile(path)).toMatchObject({ intact: false, broken })
})

test('rows cut off at the end are detected by a head noted elsewhere', async () => {
  await written('acme', 'acme', 'acme')
  const whole = await verifyAuditFile(path)
  const heads = whole.intact ? whole.heads : new Map<string, never>()
  writeFileSync(path, `${readFileSync(path, 'utf8').split('\n')[0]!}\n`)
  expect(await verifyAuditFile(path)).toMatchObject({ intact: true, rows: 1 })
  expect(await verifyAuditFile(path, { heads })).toMatchObject({ intact: false, broken: { problem: 'missing', sequence: 2 } })
})

test('a rewritten, longer log does not match a head noted before', async () => {
  await written('acme', 'acme')
  const whole = await verifyAuditFile(path)
  const heads = whole.intact ? whole.heads : new Map<string, never>()
  rmSync(path)
  const forged = await jsonlAudit(path)
  for (const id of ['x', 'y', 'z']) await forged.write(rowOf('acme', id))
  await forged.close()
  expect(await verifyAuditFile(path)).toMatchObject({ intact: true, rows: 3 })
  expect(await verifyAuditFile(path, { heads })).toMatchObject({ intact: false, broken: { problem: 'altered', sequence: 2 } })
})

test('a torn line is reported and removed; a tampered log is not written to', async () => {
  await written('acme', 'acme')
  appendFileSync(path, '{"hash":"00')
  expect(await verifyAuditFile(path)).toMatchObject({
    intact: false,
    line: 3,
    reason: expect.stringContaining('torn') as unknown,
  })
  const torn: number[] = []
  const audit = await jsonlAudit(path, { onTornLine: ({ line }) => torn.push(line) })
  await audit.write(rowOf('acme', '2'))
  await audit.close()
  expect(torn).toEqual([3])
  expect(await verifyAuditFile(path)).toMatchObject({ intact: true, rows: 3 })
  writeFileSync(path, readFileSync(path, 'utf8').replace('Printer 1', 'Printer 7'))
  await expect(jsonlAudit(path)).rejects.toThrow('does not verify at line 2')
})

test('a log that is refused, or closed, is free for the next writer', async () => {
  await written('acme', 'acme')
  const sound = readFileSync(path, 'utf8')
  writeFileSync(path, sound.replace('Printer 1', 'Printer 7'))
  await expect(jsonlAudit(path)).rejects.toThrow('does not verify at line 2')
  writeFileSync(path, sound)
  const audit = await jsonlAudit(path)
  await expect(jsonlAudit(path)).rejects.toThrow('or by another sink in this one')
  // Nor by another name of the same log.
  const alias = join(folder, 'alias.jsonl')
  symlinkSync(path, alias)
  await expect(jsonlAudit(alias)).rejects.toThrow('or by another sink in this one')
  await audit.close()
  await (await jsonlAudit(path)).close()
  expect(statSync(`${path}.lock`).mode & 0o777).toBe(0o600)
})

test('a row that has no canonical JSON is refused, and the chain goes on', async () => {
  const audit = await jsonlAudit(path)
  expect(() => audit.write({ ...rowOf('acme', '0'), durationMs: Number.NaN })).toThrow('non-finite')
  await audit.write(rowOf('acme', '1'))
  await audit.close()
  expect(await verifyAuditFile(path)).toMatchObject({ intact: true, rows: 1 })
})

test('a tenant’s name may contain anything', async () => {
  const names = ['"', String.raw`\u0041`, 'a"},"row":{}', '\n', '\u2028', 'مستأجر']
  await written(...names)
  expect(await verifyAuditFile(path)).toMatchObject({ intact: true, rows: names.length })
  const read: string[] = []
  for await (const { text } of auditLines(path)) read.push(readAuditLine(text)!.tenantId)
  expect(read).toEqual(names)
})

test('one of two sinks may fail, and that is reported; if both fail, so does the write', async () => {
  const rows: AuditRow[] = []
  const holds = { write: (row: AuditRow) => void rows.push(row) }
  const fails = {
    write: () => {
      throw new Error('disk full')
    },
  }
  const told: number[] = []
  const onFailure = ({ sink }: { sink: number }): void => void told.push(sink)
  await auditSinks([fails, holds], { onFailure }).write(rowOf('acme', '0'))
  expect({ rows: rows.length, told }).toEqual({ rows: 1, told: [0] })
  await expect(auditSinks([fails, fails], { onFailure }).write(rowOf('acme', '1'))).rejects.toThrow('no audit sink took the row')
  expect(() => auditSinks([holds], { onFailure })).toThrow('two independent sinks')
})

test('a hanging sink counts as failed, and delays no one', async () => {
  const rows: AuditRow[] = []
  const hangs = { write: () => new Promise<void>(() => undefined) }
  const holds = { write: (row: AuditRow) => void rows.push(row) }
  const told: unknown[] = []
  const onFailure = ({ sink, error }: { sink: number; error: unknown }): void => void told.push([sink, String(error)])
  await auditSinks([hangs, holds], { onFailure, timeoutMs: 20 }).write(rowOf('acme', '0'))
  expect(rows).toHaveLength(1)
  expect(told).toEqual([[0, 'Error: the audit sink did not answer within 20 ms']])
})

test('a log that was open to others is made readable only by its owner', async () => {
  writeFileSync(path, '', { mode: 0o644 })
  const log = await jsonlAudit(path)
  await log.close()
  expect(statSync(path).mode & 0o777).toBe(0o600)
})
