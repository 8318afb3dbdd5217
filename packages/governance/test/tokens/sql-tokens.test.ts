import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'
import { testCipher } from './sealed.ts'

const token = { accessToken: 'at-s3cret', refreshToken: 'rt-s3cret', expiresAt: 5_000, fields: { scope: 'read' } }
const key = 'acme/default/github/oauth'

onEveryStore('tokens', (store) => {
  test('are kept for another instance, and lie encrypted', async () => {
    const cipher = testCipher()
    const [one, other] = [await store.open({ cipher }), await store.open({ cipher })]
    expect(await one.tokens.read(key)).toBeUndefined()
    await one.tokens.write(key, { ...token, accessToken: 'older' })
    await one.tokens.write(key, token)
    expect(await other.tokens.read(key)).toEqual(token)
    const { sealed } = await one.db.selectFrom('tokens').select('sealed').executeTakeFirstOrThrow()
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('s3cret')
    await other.tokens.remove(key)
    expect(await one.tokens.read(key)).toBeUndefined()
  })

  test('of one tenant are nothing to another, even where their rows are exchanged', async () => {
    const { db, tokens } = await store.open({ cipher: testCipher() })
    const rival = 'rival/default/github/oauth'
    await tokens.write(key, token)
    expect(await tokens.read(rival)).toBeUndefined()
    await tokens.remove(rival)
    expect(await tokens.read(key)).toEqual(token)
    await db.updateTable('tokens').set({ tenant_id: 'rival', key: rival }).where('key', '=', key).execute()
    await expect(tokens.read(rival)).rejects.toThrow(/authenticate/)
  })

  test('without a cipher none is kept, and none is asked for', async () => {
    const { tokens } = await store.open()
    const message = /does not keep tokens unencrypted: pass openStore a cipher/
    await expect(tokens.read(key)).rejects.toThrow(message)
    await expect(tokens.write(key, token)).rejects.toThrow(message)
  })

  test('are refreshed by one instance at a time; the others read what it wrote', async () => {
    const cipher = testCipher()
    const stores = [await store.open({ cipher }), await store.open({ cipher })]
    let running = 0
    let refreshes = 0
    const refresh = async ({ tokens }: (typeof stores)[number]) =>
      tokens.exclusively(key, async () => {
        expect(++running).toBe(1)
        const kept = await tokens.read(key)
        if (!kept) {
          refreshes++
          await wait(30)
          await tokens.write(key, token)
        }
        running--
      })
    await Promise.all(Array.from({ length: 8 }, async (_, index) => refresh(stores[index % 2]!)))
    expect(refreshes).toBe(1)
  })

  test('a refresh that fails lets the next one in, and a signal ends the wait', async () => {
    const cipher = testCipher()
    const [one, other] = [await store.open({ cipher }), await store.open({ cipher })]
    await expect(one.tokens.exclusively(key, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
    let end = (): void => undefined
    const holding = one.tokens.exclusively(key, () => new Promise<void>((resolve) => (end = resolve)))
    await expect.poll(() => one.db.selectFrom('leases').selectAll().execute()).toHaveLength(1)
    const waiting = other.tokens.exclusively(key, async () => 'ran', AbortSignal.timeout(50))
    await expect(waiting).rejects.toThrow(/abort/i)
    end()
    await holding
    expect(await other.tokens.exclusively(key, async () => 'ran')).toBe('ran')
  })
})
