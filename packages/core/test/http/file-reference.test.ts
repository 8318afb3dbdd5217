import { createHash } from 'node:crypto'
import { mkdtemp, rm, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { FileReference } from '../../src/contract/wire.ts'
import { fileFromPath } from '../../src/http/file-from-path.ts'
import { fileFromBytes } from '../../src/http/file-reference.ts'
import { collected } from './collected.ts'

const contentOf = async (file: FileReference): Promise<string> => Buffer.concat(await collected(file.open())).toString()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

async function onDisk(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-file-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'report.txt')
  await writeFile(path, content)
  return path
}

test('a file from memory has a size and a digest, and opens again', async () => {
  const file = fileFromBytes('a.txt', 'é', 'text/plain')
  expect(file).toMatchObject({ name: 'a.txt', contentType: 'text/plain', size: 2, sha256: sha256('é') })
  expect([await contentOf(file), await contentOf(file)]).toEqual(['é', 'é'])
  expect(await contentOf(fileFromBytes('empty', ''))).toBe('')
  expect(fileFromBytes('a', new Uint8Array([1])).contentType).toBe('application/octet-stream')
  expect(() => fileFromBytes('', 'x')).toThrow(TypeError)
})

test('bytes that are changed afterwards do not change the file', async () => {
  const bytes = Buffer.from('approved')
  const file = fileFromBytes('a', bytes)
  bytes.fill('x')
  expect(await contentOf(file)).toBe('approved')
})

test('a file on disk has a size and a digest, and opens again', async () => {
  const large = 'x'.repeat(200_000)
  const file = await fileFromPath(await onDisk(large), 'text/plain')
  expect(file).toMatchObject({ name: 'report.txt', contentType: 'text/plain', size: 200_000, sha256: sha256(large) })
  expect([await contentOf(file), await contentOf(file)]).toEqual([large, large])
})

test('a file on disk that was only touched still opens', async () => {
  const path = await onDisk('same')
  const file = await fileFromPath(path)
  await utimes(path, 1, 1)
  expect(await contentOf(file)).toBe('same')
})

test.each([
  ['has grown', 'approved and more', /17 bytes; it had 8 when it was referenced/],
  ['was replaced by one of the same size', 'tampered', /has changed/],
])('a file on disk that %s does not open', async (_what, content, message) => {
  const path = await onDisk('approved')
  const file = await fileFromPath(path)
  await writeFile(path, content)
  // A clock that is too coarse to show the second writing must not hide it here.
  await utimes(path, 1, 1)
  await expect(contentOf(file)).rejects.toThrow(message)
})

test('a file on disk that is gone does not open, and one that never was has no reference', async () => {
  const path = await onDisk('x')
  const file = await fileFromPath(path)
  await unlink(path)
  await expect(contentOf(file)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(fileFromPath(path)).rejects.toMatchObject({ code: 'ENOENT' })
})
