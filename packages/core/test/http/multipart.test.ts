import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileReference } from '../../src/contract/wire.ts'
import { type EncodedBody, encodeBody } from '../../src/http/body.ts'
import { fileFromBytes } from '../../src/http/file-reference.ts'
import { InvalidRequest } from '../../src/http/invalid-request.ts'
import { refusedField } from './invalid.ts'
import { serve } from './loopback.ts'
import { failure, request, transports } from './transports.ts'
import { sentBytes, sentText } from './sent-bytes.ts'

/** Reads it with the runtime's own parser. */
async function read(encoded: EncodedBody): Promise<[string, string | File][]> {
  const response = new Response(await sentBytes(encoded), { headers: { 'content-type': encoded.contentType! } })
  return [...(await response.formData()).entries()] as [string, string | File][]
}

/** A file whose content is not what it claims. */
function lying(claimed: FileReference, content: string): FileReference {
  return { ...claimed, open: () => fileFromBytes(claimed.name, content).open() }
}

describe('multipart', () => {
  test('has text, JSON and files as parts, which every reader finds again', async () => {
    const file = fileFromBytes('Rechnung Ω "1".pdf', 'PDF', 'application/pdf')
    const encoded = encodeBody(
      { title: 'é', count: 2, urgent: true, meta: { a: [1] }, file, none: null, gone: undefined },
      'multipart',
    )
    const parts = await read(encoded)
    expect(parts.map(([name]) => name)).toEqual(['title', 'count', 'urgent', 'meta', 'file'])
    expect(parts.slice(0, 4).map(([, value]) => value)).toEqual(['é', '2', 'true', '{"a":[1]}'])
    const found = parts[4]![1] as File
    expect({ type: found.type, text: await found.text() }).toEqual({ type: 'application/pdf', text: 'PDF' })
    expect(await sentText(encoded)).toContain('filename="Rechnung Ω %221%22.pdf"')
  })

  test('is text when it holds no file, so that it can be signed', async () => {
    const encoded = encodeBody({ a: 1 }, 'multipart')
    expect(typeof encoded.body).toBe('string')
    expect(encoded.length).toBeUndefined()
    expect(await read(encoded)).toEqual([['a', '1']])
  })

  test('without fields it is still a body', async () => {
    const { body, contentType } = encodeBody({}, 'multipart')
    expect(body).toBe(`--${contentType!.split('boundary=')[1]}--\r\n`)
  })

  test('says its length, and is the same at each sending', async () => {
    const encoded = encodeBody({ a: 'é', one: fileFromBytes('1', 'eins'), two: fileFromBytes('2', '') }, 'multipart')
    const first = await sentBytes(encoded)
    expect(encoded.length).toBe(first.length)
    expect(await sentBytes(encoded)).toEqual(first)
  })

  test.each([
    ['repeat', ['tags', 'tags', 'files', 'files']],
    ['brackets', ['tags[]', 'tags[]', 'files[]', 'files[]']],
    ['comma', ['tags', 'files', 'files']],
  ] as const)('names the items of a list by %s', async (arrays, names) => {
    const files = [fileFromBytes('1', 'eins'), fileFromBytes('2', 'zwei')]
    const parts = await read(encodeBody({ tags: ['a', null, 'b'], files, empty: [] }, 'multipart', arrays))
    expect(parts.map(([name]) => name)).toEqual(names)
  })

  test('a list of objects is one part of JSON', async () => {
    expect(await read(encodeBody({ a: [{ b: 1 }, 2] }, 'multipart'))).toEqual([['a', '[{"b":1},2]']])
  })

  test('a dry run shows files by their digest', async () => {
    const file = fileFromBytes('a.txt', 'secret content', 'text/plain')
    const encoded = encodeBody({ title: 'T', file }, 'multipart')
    const preview = encoded.preview()
    expect(preview).toContain(`<file "a.txt", text/plain, 14 bytes, sha256 ${file.sha256}>`)
    expect(preview).not.toContain('secret content')
    expect(preview.replace(/<file .*>/, 'secret content')).toBe(await sentText(encoded))
  })

  test('refuses what a part can not hold', () => {
    const bad = { ...fileFromBytes('a', 'x'), contentType: 'text/plain\r\nx-admin: yes' }
    const loop: Record<string, unknown> = {}
    loop['again'] = loop
    expect(refusedField(() => encodeBody({ file: bad }, 'multipart'))).toBe('file')
    expect(refusedField(() => encodeBody({ files: [bad] }, 'multipart'))).toBe('files.0')
    expect(refusedField(() => encodeBody({ a: Number.NaN }, 'multipart'))).toBe('a')
    expect(refusedField(() => encodeBody({ a: ['x', () => 1] }, 'multipart'))).toBe('a.1')
    expect(refusedField(() => encodeBody({ loop }, 'multipart'))).toBe('loop')
  })

  test('no name or file name adds a header or ends its quotes', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('"', '\\', '\r', '\n', '\0', ';', '=', ':', ' ', 'a', 'é'),
      minLength: 1,
      maxLength: 12,
    })
    return fc.assert(
      fc.asyncProperty(hostile, hostile, async (name, filename) => {
        const text = await sentText(encodeBody({ [name]: fileFromBytes(filename, 'x', 'text/plain') }, 'multipart'))
        const lines = text.split('\r\n')
        expect(lines[1]).toMatch(/^content-disposition: form-data; name="[^"\\\r\n\0]+"; filename="[^"\\\r\n\0]+"$/)
        expect(lines.slice(2, 5)).toEqual(['content-type: text/plain', '', 'x'])
        expect(lines).toHaveLength(7)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a file that is not what was referenced', () => {
  const file = fileFromBytes('a.txt', 'approved')

  test.each([
    ['is longer', 'approved and more'],
    ['is shorter', 'appr'],
    ['differs', 'tampered'],
    ['is empty', ''],
  ])('fails before its last byte when it %s', async (_what, content) => {
    for (const body of [{ file: lying(file, content) }, lying(file, content)]) {
      const encoded = encodeBody(body, 'multipart')
      const error: unknown = await sentBytes(encoded).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(InvalidRequest)
      expect((error as InvalidRequest).field).toBe('file' in body ? 'file' : 'body')
    }
  })

  test('is read to its end before the last chunk of it goes out', async () => {
    const chunked: FileReference = {
      ...fileFromBytes('big', 'onetwothree'),
      async *open() {
        for (const chunk of ['one', 'two', 'other']) yield new TextEncoder().encode(chunk)
      },
    }
    const out: string[] = []
    const { body } = encodeBody(chunked, 'json')
    await expect(async () => {
      for await (const chunk of (body as () => AsyncIterable<Uint8Array>)()) out.push(new TextDecoder().decode(chunk))
    }).rejects.toThrow(InvalidRequest)
    expect(out).toEqual(['one', 'two'])
  })

  test('does not go out whole when more follows', async () => {
    const longer: FileReference = {
      ...file,
      async *open() {
        for (const chunk of ['approved', ' and', ' more']) yield new TextEncoder().encode(chunk)
      },
    }
    const out: string[] = []
    const { body } = encodeBody(longer, 'json')
    await expect(async () => {
      for await (const chunk of (body as () => AsyncIterable<Uint8Array>)()) out.push(new TextDecoder().decode(chunk))
    }).rejects.toThrow(InvalidRequest)
    expect(out).toEqual([])
  })

  test.each(Object.entries(transports))('is unsent over %s', async (_name, create) => {
    let asked = 0
    const server = await serve((_, response) => {
      asked++
      response.end()
    })
    const encoded = encodeBody({ title: 'a', one: file, two: lying(file, 'tampered') }, 'multipart')
    const headers = { 'content-type': encoded.contentType!, 'content-length': String(encoded.length) }
    const error = await failure(create().request(request({ origin: server.origin, method: 'POST', headers, body: encoded.body })))
    expect(error).toMatchObject({ reason: 'interrupted', sent: false })
    expect(error.cause).toBeInstanceOf(InvalidRequest)
    expect(error.cause).toMatchObject({ field: 'two' })
    expect(asked).toBe(0)
  })

  test('lets go of the other files', async () => {
    const closed: string[] = []
    const open = (name: string): FileReference => ({
      ...fileFromBytes(name, 'onetwo'),
      async *open() {
        try {
          for (const chunk of ['one', 'two']) yield new TextEncoder().encode(chunk)
        } finally {
          closed.push(name)
        }
      },
    })
    const encoded = encodeBody({ one: open('one'), two: open('two'), three: lying(file, 'x') }, 'multipart')
    await expect(sentBytes(encoded)).rejects.toThrow(InvalidRequest)
    expect(closed.toSorted()).toEqual(['one', 'two'])
  })
})
