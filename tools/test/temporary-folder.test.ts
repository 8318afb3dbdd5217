import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const home = mkdtempSync(join(tmpdir(), 'temporary-'))
afterAll(() => rmSync(home, { recursive: true }))

test('a killed run’s leftovers are removed; other folders, and those of active runs, stay', () => {
  const long = Date.now() / 1_000 - 7_200
  for (const name of ['run-left', 'other-left', 'run-of-now']) {
    mkdirSync(join(home, name, 'deep'), { recursive: true })
    if (name !== 'run-of-now') utimesSync(join(home, name), long, long)
  }
  const made = temporaryFolder(home, 'run-')
  expect(basename(made)).toMatch(/^run-/)
  const stays = (name: string): boolean => existsSync(join(home, name))
  expect([stays('run-left'), stays('other-left'), stays('run-of-now'), existsSync(made)]).toEqual([false, true, true, true])
})
