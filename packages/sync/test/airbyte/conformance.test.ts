import { githubSource } from '@portico/connector-github/streams'
import { slackSource } from '@portico/connector-slack/streams'
import { stripeSource } from '@portico/connector-stripe/streams'
import type { Source } from '@portico/core/streams'
import { airbyteConformance, type JsonObject } from '@portico/testing/airbyte'
import { replayedVendor } from '@portico/testing/streams'
import { referenceDataAbsent } from '@portico/tools/reference-data'
import { expect, test } from 'vitest'
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
