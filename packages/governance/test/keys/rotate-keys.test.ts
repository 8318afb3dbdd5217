import { aesGcmCipher, isKeyError, newKey, parseKeyRing } from '@portico/governance'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'

const cipherOf = (...entries: readonly string[]) => aesGcmCipher(parseKeyRing(entries.join(','), 'test'))
const token = (accessToken: string) => ({ accessToken, fields: {} })

onEveryStore('a rotation of keys', (stores) => {
  test('seals tokens anew, goes on where it was cut off, and then the old key is not needed', async () => {
    const [old, current] = [newKey('old'), newKey('current')]
    const before = await stores.open({ cipher: cipherOf(old) })
    const keys = Array.from({ length: 210 }, (_, index) => `tenant-${index % 3}/default/github/${index}`)
    await Promise.all(keys.map(async (key) => before.tokens.write(key, token(key))))
    const both = cipherOf(current, old)
    const store = await stores.open({ cipher: both })
    await store.tokens.write(keys[0]!, token('renewed'))
    expect(await store.rotateKeys(both)).toEqual({ rotated: 209, current: 1 })
    expect(await store.rotateKeys(both)).toEqual({ rotated: 0, current: 210 })
    const after = await stores.open({ cipher: cipherOf(current) })
    expect(await after.tokens.read(keys[0]!)).toEqual(token('renewed'))
    expect(await after.tokens.read(keys[209]!)).toEqual(token(keys[209]!))
    await expect(before.tokens.read(keys[1]!)).rejects.toThrow('the ring has old: add that key to it')
    await store.db.deleteFrom('tokens').execute()
  })

  test.each([
    ['that is missing', newKey('lost'), newKey('new'), 'unknown_key'],
    ['that reuses another key’s id', newKey('taken'), newKey('taken'), 'wrong_key'],
  ])('a key %s is reported, and nothing is changed', async (_, sealedWith, rotatedTo, code) => {
    const store = await stores.open({ cipher: cipherOf(sealedWith) })
    await store.tokens.write('other/default/github/x', token('t'))
    const error: unknown = await store.rotateKeys(cipherOf(rotatedTo)).catch((reason: unknown) => reason)
    expect(isKeyError(error) && error.code).toBe(code)
    expect(await store.tokens.read('other/default/github/x')).toEqual(token('t'))
    await store.tokens.remove('other/default/github/x')
  })
})
