import { githubSource } from '@portico/connector-github/streams'
import { postgresSource } from '@portico/connector-postgres/streams'
import { slackSource } from '@portico/connector-slack/streams'
import { stripeSource } from '@portico/connector-stripe/streams'
import type { Source } from '@portico/core/streams'
import { airbyteConformance, type JsonObject } from '@portico/testing/airbyte'
import { replayedVendor } from '@portico/testing/streams'
import { referenceDataAbsent } from '@portico/tools/reference-data'
import { afterAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../postgres-source/database.ts'
import { officialProtocol } from './official-protocol.ts'
import { inProcess } from './run-source.ts'

const validate = officialProtocol()
const secret = 'planted-secret-of-the-conformance'
const refused = 'planted-secret-that-is-refused'

const sources: readonly (readonly [Source<object>, scheme: string, chosen: JsonObject])[] = [
  [githubSource, 'token', { repositories: ['octocat/hello-world', 'octocat/blank'] }],
  [stripeSource, 'key', {}],
  [slackSource, 'bot', { kinds: ['public_channel', 'im'] }],
]

describe('a database', () => {
  let database: TestDatabase | undefined
  const opened = async (): Promise<TestDatabase> => {
    if (database) return database
    database = await testDatabase()
    await database.run('CREATE TABLE orders (id int PRIMARY KEY, note text, at timestamptz DEFAULT now())')
    await database.run(`INSERT INTO orders SELECT n, 'note ' || n FROM generate_series(1, 1500) n`)
    await database.run('CREATE TABLE customers (id uuid PRIMARY KEY DEFAULT gen_random_uuid())')
    await database.run('INSERT INTO customers DEFAULT VALUES')
    await database.run(`CREATE ROLE airbyte LOGIN REPLICATION PASSWORD '${secret}'`)
    await database.run('GRANT SELECT ON orders, customers TO airbyte')
    return database
  }
  afterAll(async () => {
    await database?.run('DROP OWNED BY airbyte')
    await database?.run('DROP ROLE airbyte')
    await database?.close()
  })
  const run = inProcess(postgresSource)
  test('the spec says that a database tells what is new', async () => {
    expect((await run('spec', {})).stdout).toContain('"supportsIncremental":true')
  })
  const config = (password: string) => ({ credentials: { scheme: 'login', username: 'airbyte', password } })
  /** The port is known once the server is there. */
  const connected: typeof run = async (command, given) => {
    const { settings } = await opened()
    return run(command, given.config ? { ...given, config: { connection: settings, ...given.config } } : given)
  }
  airbyteConformance('postgres', {
    run: connected,
    config: config(secret),
    refusedConfig: config(refused),
    secrets: [secret, refused],
    ...(validate && { validate }),
  })
})

for (const [source, scheme, chosen] of sources) {
  const { id } = source.vendor
  const recordings = new URL(`../../../../connectors/${id}/test/recordings/`, import.meta.url)
  airbyteConformance(id, {
    run: inProcess(source, replayedVendor(source, { recordings, secret })),
    config: { credentials: { scheme, [scheme]: secret }, ...chosen },
    refusedConfig: { credentials: { scheme, [scheme]: refused }, ...chosen },
    secrets: [secret, refused],
    ...(validate && { validate }),
  })
}

test('messages are compared with the official protocol', (context) => {
  if (!validate) return context.skip(referenceDataAbsent('airbyte/airbyte_protocol.yaml'))
  expect(validate({ type: 'STATE' })).toEqual(['STATE without its payload'])
  expect(validate({ type: 'RECORD', record: { stream: 'issues', data: {} } })).not.toEqual([])
})
