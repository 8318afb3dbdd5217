import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Codec } from '../../src/contract/wire.ts'
import { encodeBody } from '../../src/http/body.ts'
import { fileFromBytes } from '../../src/http/file-reference.ts'
import { refusedField } from './invalid.ts'
import { sentText } from './sent-bytes.ts'

describe('encodeBody', () => {
  test('writes JSON', () => {
    const { contentType, body, preview } = encodeBody({ a: [1, 'é'], b: undefined, c: null }, 'json')
    expect({ contentType, body }).toEqual({ contentType: 'application/json', body: '{"a":[1,"é"],"c":null}' })
    expect(preview()).toBe(body)
  })

  test('writes a form, with the lists that the vendor reads', () => {
    const { contentType, body } = encodeBody({ a: [1, 2], b: null }, 'form', 'brackets')
    expect({ contentType, body }).toEqual({ contentType: 'application/x-www-form-urlencoded', body: 'a%5B%5D=1&a%5B%5D=2&b=' })
  })

  test('writes what a codec writes, as text or as bytes', () => {
    const xml: Codec = { contentType: 'application/xml', encode: (value) => `<a>${String(value)}</a>` }
    const { contentType, body, preview } = encodeBody('x', xml)
    expect({ contentType, body, preview: preview() }).toEqual({
      contentType: 'application/xml',
      body: '<a>x</a>',
      preview: '<a>x</a>',
    })
    const binary = encodeBody('x', { contentType: 'application/x-protobuf', encode: () => new Uint8Array([1, 2]) })
    expect(binary.body).toEqual(new Uint8Array([1, 2]))
    expect(binary.preview()).toMatch(/^<2 bytes, sha256 [0-9a-f]{64}>$/)
  })

  test('sends text and bytes as they are', () => {
    expect(encodeBody('# Title', 'json')).toMatchObject({ contentType: 'text/plain; charset=utf-8', body: '# Title' })
    const bytes = new Uint8Array([0, 255])
    const { contentType, body, preview } = encodeBody(bytes, 'json')
    expect({ contentType, body }).toEqual({ contentType: 'application/octet-stream', body: bytes })
    expect(preview()).toBe(`<2 bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}>`)
  })

  test('streams a file with its own content type and length, and shows only what it is', async () => {
    const file = fileFromBytes('a.pdf', 'content', 'application/pdf')
    const encoded = encodeBody(file, 'json')
    expect(encoded).toMatchObject({ contentType: 'application/pdf', length: 7 })
    expect(await sentText(encoded)).toBe('content')
    expect(await sentText(encoded)).toBe('content')
    expect(encoded.preview()).toBe(`<file "a.pdf", application/pdf, 7 bytes, sha256 ${file.sha256}>`)
  })

  test('no value is no body', () => {
    const encoded = encodeBody(undefined, 'json')
    expect(encoded).toMatchObject({ contentType: undefined, body: undefined })
    expect(encoded.preview()).toBe('')
  })

  test('refuses what the encoding can not say', () => {
    const loop: Record<string, unknown> = {}
    loop['again'] = loop
    expect(refusedField(() => encodeBody({ a: 1n }, 'json'))).toBe('body')
    expect(refusedField(() => encodeBody(loop, 'json'))).toBe('body')
    expect(refusedField(() => encodeBody([1], 'form'))).toBe('body')
    expect(refusedField(() => encodeBody('a=b', 'form'))).toBe('body')
    expect(refusedField(() => encodeBody(1, 'multipart'))).toBe('body')
    const strict: Codec = {
      contentType: 'text/x',
      encode: () => {
        throw new Error('no')
      },
    }
    expect(refusedField(() => encodeBody({}, strict))).toBe('body')
  })

  test('a read-only codec is a mistake of the connector', () => {
    expect(() => encodeBody({}, { contentType: 'text/csv', decode: (text) => text })).toThrow(TypeError)
  })
})
