import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { referenceData, referenceDataAbsent, referenceDataFolder } from '@portico/tools/reference-data'
import { referenceFingerprint } from '../verify/reference-fingerprint.ts'
import { repoRoot } from '../workspace.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-reference-'))
  vi.stubEnv('PORTICO_REFERENCE_DATA', folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the environment names the folder; the default is beside the repo', () => {
  expect(referenceDataFolder()).toBe(folder)
  vi.stubEnv('PORTICO_REFERENCE_DATA', undefined)
  expect(referenceDataFolder()).toBe(join(repoRoot, '..', 'shared'))
})

test('existing data has a path, absent data a message', () => {
  mkdirSync(join(folder, 'vendors'))
  writeFileSync(join(folder, 'vendors', 'catalogue.json'), '{}')
  expect(referenceData('vendors/catalogue.json')).toBe(join(folder, 'vendors', 'catalogue.json'))
  expect(referenceData('vendors/other.json')).toBeUndefined()
  expect(referenceDataAbsent('vendors/other.json')).toContain('PORTICO_REFERENCE_DATA')
})

test('the fingerprint changes with the data', () => {
  const empty = referenceFingerprint(folder)
  writeFileSync(join(folder, 'a.json'), '{}')
  const one = referenceFingerprint(folder)
  writeFileSync(join(folder, 'a.json'), '{"a":1}')
  expect(new Set([empty, one, referenceFingerprint(folder), referenceFingerprint(join(folder, 'missing'))]).size).toBe(4)
})
