import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockTable } from '../../src/destination/files/table-lock.ts'

// No process has the highest number that there can be.
const left = '.lock-4194304-00000000'

test('of many processes that find the lock of a killed one, only one gets the table', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (let round = 0; round < 20; round++) {
    writeFileSync(join(folder, left), '')
    // Not in step: each is at another place of its way when the next one comes.
    const comes = async (turns: number) => {
      for (let turn = 0; turn < turns; turn++) await stat(folder)
      return lockTable(folder, 'tickets')
    }
    const tries = await Promise.allSettled(Array.from({ length: 8 }, (_, turns) => comes(turns)))
    const held = tries.filter((one) => one.status === 'fulfilled')
    expect(held).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'state_moved', stream: 'tickets' })
    expect(readdirSync(folder)).toHaveLength(1)
    await expect(lockTable(folder, 'tickets')).rejects.toThrow(`process ${process.pid} is writing`)
    await held[0]!.value()
    expect(readdirSync(folder)).toEqual([])
  }
})
