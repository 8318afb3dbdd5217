import { connect, memoryIncidents, type Transport } from '@portico/core'
import { github } from '@portico/connector-github'
import { eventRelay, EventSinkError, type FailedDelivery, type RelayOptions, type SqlStore } from '@portico/governance'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'
import { published } from './published.ts'
import { recordingSink } from './recording-sink.ts'

const { signal } = new AbortController()
const drain = async (store: SqlStore, sinks: RelayOptions['sinks'], more: Partial<RelayOptions> = {}) =>
  eventRelay({ outbox: store.events, sinks, ...more }).drain(signal)

onEveryStore('the outbox', (stores) => {
  test('what was published is delivered once, in order per entity, and leaves the outbox', async () => {
    const store = await stores.open()
    const expected = new Map<string, string[]>()
    const publishing: Promise<void>[] = []
    for (let number = 0; number < 105; number++) {
      const subject = `issue/${number % 7}`
      expected.set(`acme/${subject}`, [...(expected.get(`acme/${subject}`) ?? []), `e${number}`])
      publishing.push(store.events.publish(published(`e${number}`, { subject })))
    }
    await Promise.all(publishing)
    expect(await store.events.backlog()).toMatchObject([{ sink: 'default', events: 105 }])
    const sink = recordingSink()
    expect(await drain(store, [sink])).toEqual({ delivered: 105, failed: 0, dead: 0 })
    expect(sink.order()).toEqual(expected)
    expect(await store.events.backlog()).toEqual([])
  })

  test('an event that is published again while it waits is the same event', async () => {
    const store = await stores.open()
    await store.events.publish(published('twice'))
    await Promise.all([store.events.publish(published('twice')), store.events.publish(published('twice', { tenantId: 'beta' }))])
    const sink = recordingSink()
    await drain(store, [sink])
    expect(sink.order()).toEqual(
      new Map([
        ['acme/issue/42', ['twice']],
        ['beta/issue/42', ['twice']],
      ]),
    )
  })

  test('several relays share the work, and no entity comes out of order', async () => {
    const [one, other] = [await stores.open(), await stores.open()]
    const numbers = Array.from({ length: 100 }, (_, number) => number)
    await Promise.all(
      numbers.map(async (number) => one.events.publish(published(`s${number}`, { subject: `shared/${number % 20}` }))),
    )
    const done = new AbortController()
    let inFlight = new Set<string>()
    const sink = recordingSink(async ({ subject }) => {
      expect(inFlight.has(subject)).toBe(false)
      inFlight = new Set([...inFlight, subject])
      await new Promise((resolve) => setTimeout(resolve, 1))
      inFlight = new Set([...inFlight].filter((held) => held !== subject))
      if (sink.events.length === 99) done.abort()
    })
    const relayOf = (store: SqlStore) => eventRelay({ outbox: store.events, sinks: [sink], concurrency: 2, pollMs: 1 })
    const reports = await Promise.all([one, other, one].map((store) => relayOf(store).run(done.signal)))
    expect(reports.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(100)
    expect(reports.filter(({ delivered }) => delivered > 0).length).toBeGreaterThan(1)
    for (let entity = 0; entity < 20; entity++) {
      expect(sink.order().get(`acme/shared/${entity}`)).toEqual(
        Array.from({ length: 5 }, (_, index) => `s${index * 20 + entity}`),
      )
    }
  })

  test('an event that a sink refuses goes to the dead letters with its reason and holds up nothing', async () => {
    const store = await stores.open()
    const events = ['a', 'poison', 'b'].map((id) => published(id, { subject: 'poisoned/1' }))
    for (const event of events) await store.events.publish(event)
    const incidents = memoryIncidents()
    const failures: FailedDelivery[] = []
    const sink = recordingSink(({ id }) => {
      if (id === 'poison') throw new EventSinkError('refused', 'the receiver answered 422')
    })
    const report = await drain(store, [sink], { incidents, onFailure: (failure) => failures.push(failure) })
    expect(report).toEqual({ delivered: 2, failed: 0, dead: 1 })
    expect(sink.order().get('acme/poisoned/1')).toEqual(['a', 'b'])
    const letters = await store.deadLetters.list({ tenantId: 'acme' })
    expect(letters).toMatchObject([
      {
        eventId: 'poison',
        code: 'refused',
        reason: 'the receiver answered 422',
        attempts: 1,
        type: 'portico.call.finished',
        event: { id: 'poison' },
      },
    ])
    expect(failures).toMatchObject([{ eventId: 'poison', tenantId: 'acme', nextAt: undefined }])
    expect(incidents.reports).toMatchObject([
      { kind: 'event_undeliverable', subject: 'default/portico.call.finished', causationId: 'poison' },
    ])

    const letter = { tenantId: 'acme', sink: 'default', eventId: 'poison' }
    expect(await store.deadLetters.retry(letter)).toBe(true)
    expect(await store.deadLetters.retry(letter)).toBe(false)
    const mended = recordingSink()
    await drain(store, [mended])
    expect(mended.events.map(({ id }) => id)).toEqual(['poison'])
    expect(await store.deadLetters.list({ tenantId: 'acme' })).toEqual([])
  })

  test('an event that a sink fails on is tried so many times, with longer waits, before it is dead', async () => {
    let now = 1_000_000
    const store = await stores.open({ now: () => now })
    for (const id of ['fails', 'after']) await store.events.publish(published(id, { subject: 'failing/1' }))
    await store.events.publish(published('elsewhere', { subject: 'failing/2' }))
    const tries: number[] = []
    const sink = recordingSink(({ id }) => {
      if (id !== 'fails') return
      tries.push(now)
      throw new EventSinkError('failed', 'answered 500')
    })
    const clock = { now: () => now, random: () => 1, wait: () => new Promise<void>((resolve) => setImmediate(resolve)) }
    const reports = []
    for (; now < 1_020_000; now += 1_000) reports.push(await drain(store, [sink], { maxAttempts: 4, clock }))
    expect(tries.map((at) => (at - 1_000_000) / 1_000)).toEqual([0, 1, 3, 7])
    expect(sink.order()).toEqual(
      new Map([
        ['acme/failing/2', ['elsewhere']],
        ['acme/failing/1', ['after']],
      ]),
    )
    expect(await store.deadLetters.list({ tenantId: 'acme' })).toMatchObject([{ eventId: 'fails', code: 'failed', attempts: 4 }])
  })

  test('an unreachable sink’s events wait as long as it takes, and other sinks get them all the same', async () => {
    let now = 2_000_000
    const store = await stores.open({ now: () => now, events: { sinks: ['away', 'here'] } })
    for (const id of ['1', '2']) await store.events.publish(published(id, { subject: 'two sinks' }))
    let isAway = true
    const away = recordingSink(() => {
      if (isAway) throw new EventSinkError('unavailable', 'refused')
    }, 'away')
    const here = recordingSink(undefined, 'here')
    const clock = { now: () => now, random: () => 1, wait: () => new Promise<void>((resolve) => setImmediate(resolve)) }
    for (; now < 2_100_000; now += 20_000) await drain(store, [away, here], { maxAttempts: 2, clock })
    expect({ away: away.events.length, here: here.events.length }).toEqual({ away: 0, here: 2 })
    isAway = false
    now += 300_000
    expect(await drain(store, [away, here], { clock })).toEqual({ delivered: 2, failed: 0, dead: 0 })
    expect(away.events.map(({ id }) => id)).toEqual(['1', '2'])
  })

  test('an event that its schema refuses is a dead letter, whatever it is', async () => {
    const store = await stores.open()
    const invalid = {
      ...published('invalid', { tenantId: 'gamma' }),
      data: { connector: 'github', secret: 'x' },
    } as unknown as ReturnType<typeof published>
    await store.events.publish(invalid)
    expect(await drain(store, [recordingSink()])).toEqual({ delivered: 0, failed: 0, dead: 0 })
    const [letter] = await store.deadLetters.list({ tenantId: 'gamma' })
    expect(letter).toMatchObject({ eventId: 'invalid', code: 'invalid', attempts: 0 })
    expect(letter!.reason).toContain('/secret is not in the schema')
    await expect(store.deadLetters.retry(letter!)).rejects.toThrow('/secret is not in the schema')
    expect(await store.deadLetters.list({ tenantId: 'gamma' })).toHaveLength(1)
  })

  test('a dead relay’s lease runs out, and another relay takes over', async () => {
    let now = 3_000_000
    const store = await stores.open({ now: () => now })
    await store.events.publish(published('left', { subject: 'leased' }))
    const lease = { sink: 'default', after: '', most: 10, holder: 'gone', until: now + 60_000 }
    expect(await store.events.waiting.take(lease)).toMatchObject([{ holder: 'gone' }])
    const sink = recordingSink()
    await drain(store, [sink])
    expect(sink.events).toHaveLength(0)
    now += 60_000
    await drain(store, [sink])
    expect(sink.events.map(({ id }) => id)).toEqual(['left'])
  })

  test("a call's event is in the outbox when the caller sees the result", async () => {
    const store = await stores.open()
    const transport: Transport = { name: 'none', request: () => Promise.reject(new Error('not reached')), close: async () => {} }
    const desk = connect(github, { tenantId: 'acme', credentials: { token: 't' }, transport, events: store.events })
    // An observer may not commit: it is refused, and that is told.
    await desk.closeIssue({ owner: 'o', repo: 'r', issue_number: 1 }, { correlationId: 'c' }).catch(() => undefined)
    expect(await store.events.backlog()).toMatchObject([{ events: 1 }])
    const sink = recordingSink()
    await drain(store, [sink])
    expect(sink.events).toMatchObject([{ type: 'portico.call.finished', tenantid: 'acme', data: { code: 'policy_denied' } }])
  })

  test('nobody reaches the dead letters of another tenant', async () => {
    const store = await stores.open()
    await store.events.publish(published('theirs', { tenantId: 'beta', subject: 'theirs' }))
    const refusing = recordingSink(() => {
      throw new EventSinkError('refused', 'no')
    })
    await drain(store, [refusing])
    expect((await store.deadLetters.list({ tenantId: 'acme' })).map(({ eventId }) => eventId)).not.toContain('theirs')
    expect(await store.deadLetters.retry({ tenantId: 'acme', sink: 'default', eventId: 'theirs' })).toBe(false)
    expect(await store.deadLetters.list({ tenantId: 'beta' })).toHaveLength(1)
  })
})
