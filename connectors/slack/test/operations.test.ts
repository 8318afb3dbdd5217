import { fileFromBytes, type Receipt } from '@portico/core'
import { expect, test } from 'vitest'
import { connected } from './connected.ts'

const channel = 'C024BE91L'
const message = { channel, ts: '1503435956.000247' }
const ok = { body: { ok: true } }
const failure = (error: string) => ({ body: { ok: false, error } })

test.each(['fatal_error', 'internal_error'])('a reaction whose answer was %s is added once', async (error) => {
  const { client, requests } = connected(failure(error), failure('already_reacted'))
  const { receipt } = await client.addReaction.detailed({ channel, timestamp: message.ts, name: 'tada' })
  expect(receipt.commitState).toBe('committed')
  expect(receipt.undo).toEqual({ operation: 'removeReaction', input: { channel, timestamp: message.ts, name: 'tada' } })
  expect(requests).toHaveLength(2)
})

test.each([
  ['archiveChannel', 'already_archived', { channel }],
  ['unarchiveChannel', 'not_archived', { channel }],
  ['inviteUserToChannel', 'already_in_channel', { channel, user: 'U061F7AUR' }],
  ['removeUserFromChannel', 'not_in_channel', { channel, user: 'U061F7AUR' }],
  ['removeReaction', 'no_reaction', { channel, timestamp: message.ts, name: 'tada' }],
  ['deleteFile', 'file_deleted', { file: 'F123ABC456' }],
] as const)('%s: %s means that it is as wished', async (operation, error, input) => {
  const { client } = connected(failure(error))
  const method = client[operation] as unknown as { detailed(input: object): Promise<{ data: unknown; receipt: Receipt }> }
  const { data, receipt } = await method.detailed(input)
  expect(data).toBeUndefined()
  // It was so before: taking it back would take back what somebody else did.
  expect(receipt.undo).toBeUndefined()
})

const page = { headers: { 'content-type': 'text/html' }, body: '<html>Slack is being maintained.</html>' }

test('a page in the place of an answer is no success, and nobody knows what was done', async () => {
  const posted = connected(page)
  await expect(posted.client.postMessage({ channel, text: 'hello' })).rejects.toMatchObject({
    code: 'unavailable',
    commitState: 'unknown',
    retryable: false,
  })
  const removed = connected(page, failure('not_in_channel'))
  await removed.client.removeUserFromChannel({ channel, user: 'U061F7AUR' })
  expect(removed.requests).toHaveLength(2)
})

test('an unknown message is a mistake to delete, and done when an answer was lost before', async () => {
  const mistaken = connected(failure('message_not_found'))
  await expect(mistaken.client.deleteMessage(message)).rejects.toMatchObject({ code: 'not_found' })

  const repeated = connected(failure('internal_error'), failure('message_not_found'))
  await expect(repeated.client.deleteMessage(message)).resolves.toEqual(message)
})

test('an update of a message that is gone fails, also the second time', async () => {
  const { client } = connected(failure('internal_error'), failure('message_not_found'))
  await expect(client.updateMessage({ ...message, text: 'new' })).rejects.toMatchObject({ vendor: { code: 'message_not_found' } })
})

test('a posted message can be undone by deleting it', async () => {
  const { client } = connected({ body: { ok: true, ...message, message: { text: 'hello' } } })
  const { receipt } = await client.postMessage.detailed({ channel, text: 'hello' })
  expect(receipt.undo).toEqual({ operation: 'deleteMessage', input: message })
})

test('reads put their arguments in a form body, lists joined by commas, and follow the cursor', async () => {
  const channelPage = (id: string, next: string) => ({
    body: { ok: true, channels: [{ id }], response_metadata: { next_cursor: next } },
  })
  const { client, requests } = connected(channelPage('C012AB3CD', 'dGVhbQ=='), channelPage('C061EG9T2', ''))
  const ids: string[] = []
  for await (const { id } of client.listChannels.items({ types: ['public_channel', 'im'], limit: 1 })) ids.push(id)
  expect(ids).toEqual(['C012AB3CD', 'C061EG9T2'])
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(2).fill('POST /api/conversations.list'))
  expect(requests[0]!.body).toBe('types=public_channel,im&limit=1')
  expect(requests[1]!.body).toBe('types=public_channel,im&limit=1&cursor=dGVhbQ%3D%3D')
})

test('files are counted page by page', async () => {
  const filePage = (id: string, at: number) => ({
    body: { ok: true, files: [{ id }], paging: { count: 1, total: 2, page: at, pages: 2 } },
  })
  const { client, requests } = connected(filePage('F0S43P1CZ', 1), filePage('F0S43PZDF', 2))
  const ids: string[] = []
  for await (const { id } of client.listFiles.items({ count: 1 })) ids.push(id)
  expect(ids).toEqual(['F0S43P1CZ', 'F0S43PZDF'])
  expect(requests[1]!.body).toBe('count=1&page=2')
})

test("a file's content goes to the vendor's address without our token, and nowhere else", async () => {
  const file = fileFromBytes('a.txt', 'hello', 'text/plain')
  const sent = connected({ body: 'OK - 5' })
  await sent.client.sendFileContent({ upload_url: 'https://files.slack.com/upload/v1/ABC123', file })
  const [request] = sent.requests
  expect(request).toMatchObject({ origin: 'https://files.slack.com', path: '/upload/v1/ABC123' })
  expect(request!.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '5' })
  expect(request!.headers).not.toHaveProperty('authorization')

  const elsewhere = connected()
  await expect(
    elsewhere.client.sendFileContent({ upload_url: 'https://files.slack.com.evil.example/upload/v1/ABC123', file }),
  ).rejects.toMatchObject({ code: 'host_not_allowed', commitState: 'not_sent' })
})

test('completing an upload names one file, and may be undone', async () => {
  const { client, requests } = connected({ body: { ok: true, files: [{ id: 'F123ABC456', title: 'Report' }] } })
  const { data, receipt } = await client.completeFileUpload.detailed({ file: 'F123ABC456', title: 'Report', channel_id: channel })
  expect(data).toEqual({ id: 'F123ABC456', title: 'Report' })
  expect(JSON.parse(String(requests[0]!.body))).toEqual({ files: [{ id: 'F123ABC456', title: 'Report' }], channel_id: channel })
  expect(receipt.undo).toEqual({ operation: 'deleteFile', input: { file: 'F123ABC456' } })
})

test('an invitation carries one user under the name that Slack gives to several', async () => {
  const { client, requests } = connected(ok)
  await client.inviteUserToChannel({ channel, user: 'U061F7AUR' })
  expect(requests[0]!.body).toBe(`channel=${channel}&users=U061F7AUR`)
})
