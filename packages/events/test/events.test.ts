import { describe, expect, test } from 'vitest'
import { EventError, createEvent, eventId, eventMessage, eventTypes, parseEvent } from '../src/index.ts'
import { sample } from './event-samples.ts'

const finished = () => createEvent(sample('portico.call.finished'))

function refusal(run: () => unknown): EventError {
  try {
    run()
  } catch (error) {
    if (error instanceof EventError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe.each(['binary', 'structured'] as const)('in %s mode', (mode) => {
  test.each(eventTypes)('%s comes back as it was sent', (type) => {
    const sent = createEvent(sample(type))
    expect(parseEvent(eventMessage(sent, mode)).toJSON()).toEqual(sent.toJSON())
  })

  test('text outside of ASCII, quotes and percent signs survive', () => {
    const subject = 'فاتورة/"50%" \u{1F600}'
    const message = eventMessage(createEvent({ ...sample('portico.call.finished'), subject }), mode)
    for (const value of Object.values(message.headers)) expect(value).toMatch(/^[\u0020-\u007e]*$/)
    expect(parseEvent({ headers: message.headers, body: Buffer.from(message.body) }).subject).toBe(subject)
  })

  test('what is larger than the bound is not read', () => {
    const message = eventMessage(finished(), mode)
    expect(refusal(() => parseEvent(message, { maxBytes: 50 })).code).toBe('too_large')
  })

  test('fields of a newer minor version are let through', () => {
    const message = eventMessage(finished(), mode)
    const newer = {
      headers: Object.fromEntries(
        Object.entries(message.headers).map(([name, value]) => [name, value.replace(':1.0#', ':1.7#')]),
      ),
      body: message.body.replace(':1.0#', ':1.7#').replace('"replayed":', '"added":1,"replayed":'),
    }
    expect(parseEvent(newer)).toMatchObject({ data: { added: 1 }, dataschema: 'urn:portico:events:call:1.7#finished' })
  })

  test.each([
    ['another major', ':1.0#', ':2.0#', 'unsupported_schema'],
    ["another event's schema", '#finished', '#contract_violated', 'unsupported_schema'],
    ['an unknown type', 'call.finished', 'call.vanished', 'unknown_type'],
    ['another CloudEvents version', /^1\.0$|(?<="specversion":")1\.0/, '0.3', 'invalid_attributes'],
    ['a time without a zone', /(?<=:05:00\.123)Z/, '', 'invalid_attributes'],
    ['an unknown class', /^R0$|(?<=class":")R0/, 'R9', 'invalid_attributes'],
    ['an unknown state', '"committed"', '"maybe"', 'invalid_data'],
  ])('%s is refused', (_, from, to, code) => {
    const { headers, body } = eventMessage(finished(), mode)
    const changed = {
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(from, to)])),
      body: body.replace(from, to),
    }
    expect(refusal(() => parseEvent(changed)).code).toBe(code)
  })

  test.each(['id', 'time', 'tenantid', 'correlationid', 'source', 'subject'])('an event without %s is refused', (name) => {
    const { headers, body } = eventMessage(finished(), mode)
    const { [`ce-${name}`]: _, ...rest } = headers
    const error = refusal(() => parseEvent({ headers: rest, body: body.replace(`"${name}":`, `"x${name}":`) }))
    expect(error).toMatchObject({ code: 'invalid_attributes' })
    expect(error.message).toContain(name)
  })
})

test.each([
  ['a batch', { 'content-type': 'application/cloudevents-batch+json' }, '[]', 'not_an_event'],
  ['a plain request', { 'content-type': 'application/json' }, '{}', 'not_an_event'],
  ['no JSON', { 'content-type': 'application/cloudevents+json' }, '{', 'malformed'],
  ['a list', { 'content-type': 'application/cloudevents+json; charset=utf-8' }, '[]', 'malformed'],
  ['bytes that are not UTF-8', { 'content-type': 'application/cloudevents+json' }, Buffer.from([0x22, 0xff, 0x22]), 'malformed'],
  ['a header twice', { 'ce-specversion': ['1.0', '1.0'] }, '{}', 'malformed'],
  ['a header in two cases', { 'ce-specversion': '1.0', 'CE-SpecVersion': '1.0' }, '{}', 'malformed'],
  ['a broken escape', { 'ce-specversion': '1.0', 'ce-subject': '%E0%A4%A' }, '{}', 'malformed'],
])('%s is refused as what it is', (_, headers, body, code) => {
  expect(refusal(() => parseEvent({ headers, body })).code).toBe(code)
})

describe('making an event', () => {
  test('carries every attribute of the vocabulary', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const event = createEvent(
      { ...sample('portico.call.finished'), correlationId: 'order-7', causationId: 'e0', traceparent },
      { source: 'urn:acme:billing' },
    )
    expect(event.toJSON()).toMatchObject({
      specversion: '1.0',
      source: 'urn:acme:billing',
      dataschema: 'urn:portico:events:call:1.0#finished',
      tenantid: 'acme',
      correlationid: 'order-7',
      causationid: 'e0',
      traceparent,
      actortype: 'executor_system',
      approvalclass: 'A0',
      reversibilityclass: 'R0',
      sensitivityclass: 'S1',
    })
  })

  test('an event that belongs to nothing else begins its own chain', () => {
    expect(finished()).toMatchObject({ correlationid: 'e1' })
    expect(finished()).not.toHaveProperty('causationid')
  })

  test.each<[string, object, string, string]>([
    [
      'a field that the schema does not name',
      { data: { ...sample('portico.call.finished').data, token: 's3cret' } },
      'invalid_data',
      '/token',
    ],
    ['a missing field', { data: {} }, 'invalid_data', 'connector'],
    ['no tenant', { tenantId: '' }, 'invalid_attributes', '/tenantid'],
    ['a line break in an attribute', { subject: 'a\r\nb' }, 'invalid_attributes', '/subject'],
    ['a time without a zone', { time: '2026-11-24T08:05:00' }, 'invalid_attributes', '/time'],
  ])('%s is refused, and its value is not repeated', (_, change, code, where) => {
    const error = refusal(() => createEvent({ ...sample('portico.call.finished'), ...change }))
    expect(error.code).toBe(code)
    expect(error.message).toContain(where)
    expect(error.message).not.toContain('s3cret')
  })
})

test('an id is the same for the same occurrence, and for no other', () => {
  const id = eventId('portico.approval.decided', 'acme', 'a1', 'approve')
  expect(eventId('portico.approval.decided', 'acme', 'a1', 'approve')).toBe(id)
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  const others = [
    eventId('portico.approval.expired', 'acme', 'a1', 'approve'),
    eventId('portico.approval.decided', 'other', 'a1', 'approve'),
    eventId('portico.approval.decided', 'acme', 'a1approve'),
  ]
  expect(new Set([id, ...others]).size).toBe(4)
})
