import type { Tasks } from '@portico/core'
import { memoryTasks } from '@portico/core'
import { aesGcmCipher, newKey, parseKeyRing } from '@portico/governance'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'
import { task } from './task.ts'

function behavesAsTasks(open: () => Promise<Tasks>): void {
  test('keep one task per client, actor, person, operation and key', async () => {
    const tasks = await open()
    const first = task()
    expect(await tasks.create(first)).toEqual(JSON.parse(JSON.stringify(first)))
    expect((await tasks.create({ ...first, id: 'second' })).id).toBe(first.id)
    expect((await tasks.create({ ...first, id: 'third', client: 'other' })).id).toBe('third')
    const actor = { type: 'executor_system', id: 'other' } as const
    expect((await tasks.create({ ...first, id: 'fourth', actor })).id).toBe('fourth')
    expect((await tasks.create({ ...first, id: 'fifth', person: 'mona' })).id).toBe('fifth')
    expect(await tasks.find(first.tenantId, 'second')).toBeUndefined()
  })

  test('neither give nor change a task of another tenant', async () => {
    const tasks = await open()
    const first = await tasks.create(task())
    expect(await tasks.find('other', first.id)).toBeUndefined()
    expect(await tasks.save({ ...first, tenantId: 'other', version: 1 })).toBe(false)
    expect(await tasks.find(first.tenantId, first.id)).toMatchObject({ tenantId: first.tenantId, version: 0 })
  })

  test('let one of two writers write', async () => {
    const tasks = await open()
    const first = await tasks.create(task())
    const next = { ...first, status: 'cancelled', version: 1 } as const
    const both = await Promise.all([tasks.save(next), tasks.save({ ...next, status: 'completed' })])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await tasks.save(next)).toBe(false)
    expect((await tasks.find(first.tenantId, first.id))!.version).toBe(1)
  })

  test('give what is due and leased by nobody, the longest due first', async () => {
    const tasks = await open()
    const [later, sooner, leased, idle] = [task({ dueAt: 20 }), task({ dueAt: 10 }), task({ dueAt: 5, leasedUntil: 200 }), task()]
    for (const one of [later, sooner, leased, idle]) await tasks.create(one)
    const own = [later.id, sooner.id, leased.id, idle.id]
    const due = async (now: number) => (await tasks.due(now, 100)).map(({ id }) => id).filter((id) => own.includes(id))
    expect(await due(9)).toEqual([])
    expect(await due(100)).toEqual([sooner.id, later.id])
    expect(await due(200)).toEqual([leased.id, sooner.id, later.id])
  })

  test('list a tenant’s own, the newest first, and forget what has expired', async () => {
    const tasks = await open()
    const { tenantId } = task()
    await tasks.create(task({ tenantId, createdAt: 1, expiresAt: 50 }))
    const newest = await tasks.create(task({ tenantId, createdAt: 2 }))
    expect((await tasks.list(tenantId, 10)).map(({ createdAt }) => createdAt)).toEqual([2, 1])
    expect(await tasks.list(tenantId, 1)).toMatchObject([{ id: newest.id }])
    expect(await tasks.prune(49)).toBe(0)
    expect(await tasks.prune(50)).toBe(1)
    expect(await tasks.list(tenantId, 10)).toHaveLength(1)
  })
}

onEveryStore('tasks', (store) => behavesAsTasks(async () => (await store.open()).tasks))
onEveryStore('sealed tasks', (stores) => {
  const [old, current] = [newKey('old'), newKey('current')]
  const cipherOf = (...entries: readonly string[]) => aesGcmCipher(parseKeyRing(entries.join(','), 'test'))
  behavesAsTasks(async () => (await stores.open({ cipher: cipherOf(old) })).tasks)

  test('lie in the store unreadable, in their own row, under a key that can be changed', async () => {
    const store = await stores.open({ cipher: cipherOf(old) })
    const { tasks, db } = store
    const first = await tasks.create(task({ input: { note: 'a secret' } }))
    const second = await tasks.create(task({ tenantId: first.tenantId }))
    const rows = await db.selectFrom('tasks').selectAll().where('tenant_id', '=', first.tenantId).execute()
    for (const { record } of rows) expect(record).not.toContain('secret')
    expect(rows.every(({ record }) => !record.startsWith('{'))).toBe(true)
    expect((await tasks.find(first.tenantId, first.id))!.input).toEqual({ note: 'a secret' })

    const both = cipherOf(current, old)
    await store.rotateKeys(both)
    const rotated = await stores.open({ cipher: cipherOf(current) })
    expect((await rotated.tasks.find(first.tenantId, first.id))!.input).toEqual({ note: 'a secret' })
    await expect(tasks.find(first.tenantId, first.id)).rejects.toThrow('does not decrypt')
    const open = await stores.open()
    await expect(open.tasks.find(first.tenantId, first.id)).rejects.toThrow('no key is available: pass openStore its cipher')

    const { record } = rows.find(({ id }) => id === second.id)!
    await db.updateTable('tasks').set({ record }).where('id', '=', first.id).execute()
    await expect(tasks.find(first.tenantId, first.id)).rejects.toThrow('does not decrypt')
  })

  test('that can not be read keep no other from being due: they are told of, left for a while, and tried again', async () => {
    const { tasks, db } = await stores.open({ cipher: cipherOf(old) })
    const { tenantId, id, operation } = await tasks.create(task({ dueAt: 1 }))
    const other = await tasks.create(task({ tenantId, dueAt: 2 }))
    const { record } = await db.selectFrom('tasks').select('record').where('id', '=', other.id).executeTakeFirstOrThrow()
    await db.updateTable('tasks').set({ record }).where('id', '=', id).execute()
    const told: object[] = []
    const due = async (now: number): Promise<readonly string[]> =>
      (await tasks.due(now, 1_000, (unreadable) => void (unreadable.tenantId === tenantId && told.push(unreadable))))
        .filter((each) => each.tenantId === tenantId)
        .map((each) => each.id)
    expect(await due(10)).toEqual([other.id])
    expect(await due(11)).toEqual([other.id])
    const unreadable = { tenantId, id, operation, problem: expect.stringContaining('does not decrypt') as string }
    expect(told).toEqual([unreadable])
    expect(await due(10 + 300_000)).toEqual([other.id])
    expect(told).toHaveLength(2)
  })
})
const inMemory = memoryTasks()
behavesAsTasks(async () => inMemory)
