import { describe, expect, test } from 'vitest'
import { github } from '@portico/connector-github'
import { type ChangeClass, type ConnectorsLock, type LockedTool, lockOf } from '@portico/mcp'
import { judgeBump } from '../verify/lock-bump.ts'

const connector = 'github'
const now = lockOf({ github }, { github: ['getIssue', 'createIssue'] })

function was(change: (tool: LockedTool) => object): ConnectorsLock {
  const { version, tools } = now.connectors[connector]!
  const one = tools['github_createIssue']!
  return {
    lockVersion: 1,
    connectors: { github: { version, tools: { ...tools, github_createIssue: { ...one, ...change(one) } } } },
  }
}
const judge = (before: ConnectorsLock, version: string, pending?: ChangeClass) =>
  judgeBump({ connector, before: { version: '1.2.3', lock: before }, now: { version, lock: now }, pending })

describe('the bump of a connector', () => {
  const wider = was(() => ({ hosts: [] }))
  test.each([
    [undefined, '1.2.3', undefined, false],
    ['minor', '1.2.3', undefined, false],
    ['major', '1.2.3', undefined, true],
    [undefined, '1.3.0', undefined, false],
    [undefined, '2.0.0', undefined, true],
    ['patch', '2.0.0', undefined, true],
  ] as const)('changesets say %s, the version is %s', (pending, version, _none, enough) => {
    const verdict = judge(wider, version, pending)
    expect(verdict).toMatchObject({ needed: 'major', enough })
    expect(verdict.short.map(({ at }) => at)).toEqual(enough ? [] : ['hosts'])
  })

  test('a change to the envelope of all tools is not the connector’s', () => {
    const before = was(({ tool }) => ({
      tool: {
        ...tool,
        inputSchema: { ...tool.inputSchema, properties: { ...tool.inputSchema.properties, portico: { type: 'null' } } },
      },
    }))
    expect(judge(before, '1.2.3')).toEqual({ needed: undefined, given: undefined, enough: true, short: [] })
  })

  test('nothing changed needs nothing', () => {
    expect(judge(now, '1.2.3')).toMatchObject({ needed: undefined, enough: true })
  })
})
