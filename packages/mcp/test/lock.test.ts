import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AnyConnector, memoryAudit, memoryIncidents } from '@portico/core'
import { compareLocks, type ConnectorsLock, type LockedTool, lockOf, lockText, readLock, toolset } from '@portico/mcp'
import { agent, connected, eras } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { desk } from './fixture/desk.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const connectors = { desk: desk as unknown as AnyConnector }
const locked = lockOf(connectors, { desk: '*' })

/** The lock, with one tool as it was before it changed into what it is. */
function before(tool: string, change: (was: LockedTool) => object): ConnectorsLock {
  const { tools, version } = locked.connectors['desk']!
  const was = tools[tool]!
  return {
    lockVersion: 1,
    connectors: { desk: { version, tools: { ...tools, [tool]: { ...was, ...change(was) } } } },
  }
}

describe('a changed tool', () => {
  let vendor: FakeVendor
  beforeEach(async () => {
    vendor = await fakeVendor()
  })
  afterEach(() => vendor.close())

  test.each(eras)('is neither listed nor callable, and an incident once (%s)', async (era) => {
    const incidents = memoryIncidents()
    const audit = memoryAudit()
    const lock = before('desk_createTicket', ({ tool }) => ({
      tool: { ...tool, annotations: { ...tool.annotations, readOnlyHint: true } },
    }))
    const tools = toolset(deskPortico(vendor.origin, { incidents, audit }), { desk: '*' }, { lock })
    const { client, close } = await connected(tools, era)
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names).toContain('desk_getTicket')
    expect(names).not.toContain('desk_createTicket')
    const call = { name: 'desk_createTicket', arguments: { subject: 'Printer' } }
    await expect(client.callTool(call)).rejects.toMatchObject({ code: -32602 })
    await expect(client.callTool(call)).rejects.toThrow('Unknown tool')
    expect((await client.callTool({ name: 'desk_getTicket', arguments: { id: '1' } })).isError).toBeFalsy()
    await close()
    expect(vendor.seen.map(({ method }) => method)).toEqual(['GET'])
    expect(incidents.reports).toEqual([
      expect.objectContaining({
        tenantId: 'acme',
        source: 'gate',
        kind: 'tool_drifted',
        subject: 'desk.createTicket',
        severity: 'V2',
        title: 'desk.createTicket is not as connectors.lock has it (major: annotations.readOnlyHint)',
      }),
    ])
    expect(audit.rows.filter(({ outcome }) => outcome === 'failed')).toEqual([
      expect.objectContaining({ operation: 'createTicket', decidedBy: 'lock', commitState: 'not_sent' }),
      expect.objectContaining({ decidedBy: 'lock' }),
    ])
  })

  test.each([
    ['desk_createTicket', (): object => ({ pin: '0' }), 'V1'],
    ['desk_createTicket', ({ tool }: LockedTool) => ({ tool: { ...tool, description: 'Harmless.' } }), 'V1'],
    ['desk_createTicket', () => ({ hosts: [] }), 'V2'],
    ['desk_deleteTicket', ({ effects }: LockedTool) => ({ effects: { ...effects, reversibility: 'R0' } }), 'V3'],
  ] as const)('%s is graver the more can come of it', async (tool, change, severity) => {
    const incidents = memoryIncidents()
    const tools = toolset(deskPortico(vendor.origin, { incidents }), { desk: '*' }, { lock: before(tool, change) })
    const listed = await tools.list({ ...agent, actor: { type: 'human', id: 'lead' } })
    expect(listed.map(({ name }) => name)).not.toContain(tool)
    expect(incidents.reports.map((report) => report.severity)).toEqual([severity])
  })

  test('an unlocked tool is not served, and a caller who may not use it hears nothing of it', async () => {
    const incidents = memoryIncidents()
    const lock: ConnectorsLock = { lockVersion: 1, connectors: {} }
    const access = { allow: ['desk.getTicket'] }
    const tools = toolset(deskPortico(vendor.origin, { incidents }), { desk: '*' }, { lock, access })
    expect(await tools.list(agent)).toEqual([])
    expect(incidents.reports.map(({ subject, severity }) => [subject, severity])).toEqual([['desk.getTicket', 'V1']])
    await tools.list({ ...agent, tenantId: 'other' })
    expect(incidents.reports.map(({ tenantId }) => tenantId)).toEqual(['acme', 'other'])
  })

  test('as it was locked, all is served; so it is where incidents can not be written', async () => {
    const incidents = { report: () => Promise.reject(new Error('the store is away')) }
    const portico = deskPortico(vendor.origin, { incidents })
    expect(await toolset(portico, { desk: '*' }, { lock: readLock(lockText(locked)) }).list(agent)).toHaveLength(8)
    const drifted = before('desk_getTicket', () => ({ pin: '0' }))
    expect(await toolset(portico, { desk: '*' }, { lock: drifted }).list(agent)).toHaveLength(7)
  })
})

describe('the class of a change', () => {
  const classOf = (tool: string, change: (was: LockedTool) => object) => {
    const { class: highest, changes } = compareLocks(before(tool, change), locked)
    return [highest, changes.map(({ at }) => at)]
  }
  test.each([
    ['another pin alone', 'minor', 'definition', () => ({ pin: '0' })],
    ['a host more', 'major', 'hosts', () => ({ hosts: [] })],
    ['a host less', 'minor', 'hosts', ({ hosts }) => ({ hosts: [...hosts, 'old.example'] })],
    ['another path', 'minor', 'effects.route', ({ effects }) => ({ effects: { ...effects, route: 'POST /old' } })],
    ['another method', 'major', 'effects.route', ({ effects }) => ({ effects: { ...effects, route: 'GET /tickets' } })],
    ['a wider effect', 'major', 'effects.sideEffect', ({ effects }) => ({ effects: { ...effects, sideEffect: 'none' } })],
    ['another approval', 'major', 'effects.approval', ({ effects }) => ({ effects: { ...effects, approval: 'A3' } })],
    [
      'a secret that is no longer one',
      'major',
      'effects.secrets',
      ({ effects }) => ({ effects: { ...effects, secrets: ['input.secret', 'input.subject'] } }),
    ],
    ['a secret more', 'minor', 'effects.secrets', ({ effects }) => ({ effects: { ...effects, secrets: [] } })],
    ['a lost rollback', 'major', 'effects.rollback', ({ effects }) => ({ effects: { ...effects, rollback: 'deleteTicket' } })],
    [
      'a lost login scheme',
      'major',
      'effects.auth',
      ({ effects }) => ({ effects: { ...effects, auth: { ...effects.auth, app: 'bearer' } } }),
    ],
    [
      'a key that the vendor knows',
      'minor',
      'effects.idempotency',
      ({ effects }) => ({ effects: { ...effects, idempotency: 'claim' } }),
    ],
    ['a title', 'patch', 'title', ({ tool }) => ({ tool: { ...tool, title: 'x' } })],
    [
      'a hint',
      'minor',
      'annotations.destructiveHint',
      ({ tool }) => ({ tool: { ...tool, annotations: { ...tool.annotations, destructiveHint: true } } }),
    ],
    ['something odd', 'major', 'icons', ({ tool }) => ({ tool: { ...tool, icons: [] } })],
    ['no promise of an answer', 'minor', 'output', ({ tool: { outputSchema: _gone, ...tool } }) => ({ tool })],
  ] as [string, string, string, (was: LockedTool) => object][])('%s is %s, at %s', (_name, expected, at, change) => {
    expect(classOf('desk_createTicket', change)).toEqual([expected, [at]])
  })

  test('a tool that is gone is major, one that is new is minor, a new version alone is a patch', () => {
    const { tools } = locked.connectors['desk']!
    const { desk_getTicket: _gone, ...others } = tools
    const fewer: ConnectorsLock = { lockVersion: 1, connectors: { desk: { version: '1.0.0', tools: others } } }
    expect(compareLocks(locked, fewer)).toMatchObject({ class: 'major', changes: [{ tool: 'desk_getTicket', what: 'removed' }] })
    expect(compareLocks(fewer, locked)).toMatchObject({ class: 'minor', byConnector: { desk: 'minor' } })
    const newer: ConnectorsLock = { lockVersion: 1, connectors: { desk: { version: '1.0.1', tools } } }
    expect(compareLocks(locked, newer)).toMatchObject({ class: 'patch', changes: [{ at: 'version' }] })
    expect(compareLocks(locked, locked)).toEqual({ class: undefined, byConnector: {}, changes: [] })
  })
})

describe('the text of a lock', () => {
  test('is one for equal locks, whatever the order they were made in, and reads back as it was', () => {
    const reversed = JSON.parse(JSON.stringify(locked), (_name, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    ) as ConnectorsLock
    const text = lockText(locked)
    expect(lockText(reversed)).toBe(text)
    expect(lockText(readLock(text))).toBe(text)
    expect(compareLocks(readLock(text), locked).class).toBeUndefined()
  })

  test('of one changed word differs in one line', () => {
    const one = lockText(locked).split('\n')
    const changed = before('desk_getTicket', ({ tool }) => ({ tool: { ...tool, title: 'Get it' } }))
    const other = lockText(changed).split('\n')
    expect(one.filter((line, index) => line !== other[index])).toHaveLength(1)
  })

  test.each([
    ['', 'not JSON'],
    ['[]', 'its top'],
    ['{"lockVersion":2,"connectors":{}}', 'lockVersion: a version that this portico does not read'],
    ['{"lockVersion":1,"connectors":{},"more":1}', 'Unrecognized key'],
    ['{"lockVersion":1,"connectors":{"desk":{"version":"1","tools":{"a":{}}}}}', 'connectors.desk.tools.a.operation'],
    ['<<<<<<< HEAD\n{}', 'merge conflict markers'],
  ])('%j is refused', (text, problem) => {
    expect(() => readLock(text)).toThrow(problem)
  })
})
