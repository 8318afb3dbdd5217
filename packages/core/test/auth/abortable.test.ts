import { expect, test } from 'vitest'
import { abortable } from '../../src/auth/abortable.ts'

const never = new Promise<never>(() => {})

test('ends with the reason of its signal, also of one that has aborted before', async () => {
  await expect(abortable(never, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  const stop = new AbortController()
  const waiting = abortable(never, stop.signal)
  stop.abort(new Error('meanwhile'))
  await expect(waiting).rejects.toThrow('meanwhile')
})

test('ends as the shared promise does', async () => {
  const { signal } = new AbortController()
  expect(await abortable(Promise.resolve(1), signal)).toBe(1)
  expect(await abortable(Promise.resolve(2), undefined)).toBe(2)
  await expect(abortable(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed')
})
