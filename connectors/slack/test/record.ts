import { fileFromBytes } from '@portico/core'
import { recordingPlan } from '@portico/testing/record'
import { slack } from '../src/index.ts'
import { slackSource } from '../src/streams/index.ts'

const general = 'C000000001'
const missingFile = 'F000000000'
const missing = '1500000000.000001'
const report = fileFromBytes('report.txt', 'All quiet.', 'text/plain')

export const plan = recordingPlan(slack, {
  description: 'vendors/specs/slack__slack_web_openapi_v2.json.gz',
  credentials: (environment) => ({ bot: environment('SLACK_BOT_TOKEN') }),
  emulate: {
    service: 'slack',
    seed: {
      slack: {
        team: { name: 'Acme', domain: 'acme' },
        users: [{ name: 'dev', email: 'dev@acme.example', real_name: 'Devi Dev' }],
        tokens: [{ token: 'slack-token-of-the-emulator', user: 'admin' }],
      },
    },
    credentials: { bot: 'slack-token-of-the-emulator' },
    origins: (baseUrl) => ({ api: baseUrl, files: baseUrl }),
  },
  async record(step) {
    await step('testAuthentication', {})

    const users = await step('listUsers', { limit: 1 }, { pages: 2 })
    const dev = users.find(({ name }) => name === 'dev')!.id
    await step('getUser', { user: dev })
    await step('getUser', { user: 'U999999999' }, { as: 'missing', fails: 'not_found' })
    await step('lookupUserByEmail', { email: 'dev@acme.example' })

    const { id: channel } = await step('createChannel', { name: 'incident-118' })
    await step('createChannel', { name: 'incident-118' }, { as: 'taken', fails: 'conflict' })
    await step('listChannels', { limit: 2 }, { pages: 2 })
    await step('getChannel', { channel })
    await step('setChannelTopic', { channel, topic: 'Printer on fire' })
    await step('inviteUserToChannel', { channel, user: dev })
    await step('listChannelMembers', { channel })
    await step.undo('inviteUserToChannel')
    await step('inviteUserToChannel', { channel, user: dev }, { unrecorded: true })
    await step('removeUserFromChannel', { channel, user: dev })
    await step.undo('removeUserFromChannel')

    const { ts } = await step('postMessage', { channel: general, text: 'Deploy 118 is live.' })
    await step('postMessage', { channel: 'C999999999', text: 'Anybody?' }, { as: 'nowhere', fails: 'not_found' })
    await step.undo('postMessage')
    const posted = await step('postMessage', { channel: general, text: 'Deploy 119 is live.' }, { unrecorded: true })
    await step('postMessage', { channel: general, text: 'All is well.' }, { unrecorded: true })
    await step('listMessages', { channel: general, limit: 1 }, { pages: 2 })
    await step('getPermalink', { channel: general, message_ts: posted.ts })
    await step('updateMessage', { channel: general, ts: posted.ts, text: 'Deploy 119 is live everywhere.' })
    await step('replyInThread', { channel: general, thread_ts: posted.ts, text: 'Rolled back.' })
    await step('listReplies', { channel: general, ts: posted.ts })
    await step.undo('replyInThread')
    await step('deleteMessage', { channel: general, ts }, { as: 'gone', fails: 'not_found' })
    await step('updateMessage', { channel: general, ts: missing, text: 'Nothing.' }, { as: 'missing', fails: 'not_found' })
    await step('scheduleMessage', {
      channel: general,
      post_at: Math.floor(Date.now() / 1_000) + 3_600,
      text: 'Maintenance begins.',
    })
    await step.undo('scheduleMessage')

    await step('addReaction', { channel: general, timestamp: posted.ts, name: 'thumbsup' })
    await step('addReaction', { channel: general, timestamp: posted.ts, name: 'thumbsup' }, { as: 'again' })
    await step('getReactions', { channel: general, timestamp: posted.ts })
    await step.undo('addReaction')
    await step('addReaction', { channel: general, timestamp: posted.ts, name: 'eyes' }, { unrecorded: true })
    await step('removeReaction', { channel: general, timestamp: posted.ts, name: 'eyes' })
    await step.undo('removeReaction')

    const upload = await step('startFileUpload', { filename: report.name, length: 10 })
    // The emulator names localhost and listens on 127.0.0.1. It has one origin for all: what another one is sent is described below.
    const upload_url = upload.upload_url.replace('//localhost:', '//127.0.0.1:')
    await step('sendFileContent', { upload_url, file: report }, { unrecorded: true })
    await step('completeFileUpload', { file: upload.file_id, title: 'Report', channel_id: general })
    await step('listFiles', { channel: general })
    await step('getFile', { file: upload.file_id })
    await step.undo('completeFileUpload')
    await step('getFile', { file: missingFile }, { as: 'missing', fails: 'not_found' })

    await step('archiveChannel', { channel })
    await step.undo('archiveChannel')
    await step.undo('createChannel')
    await step('unarchiveChannel', { channel })
    await step.undo('unarchiveChannel')
  },
  described: {
    source: 'https://docs.slack.dev/messaging/working-with-files, 2026-11-24',
    recordings: [
      {
        operation: 'sendFileContent',
        input: { upload_url: 'https://files.slack.com/upload/v1/CwABAAAAWgoAAZ', file: report },
        answers: [{ headers: { 'content-type': 'text/plain' }, body: 'OK - 10' }],
      },
    ],
  },
  streams: {
    source: slackSource,
    async record(read, step) {
      const unrecorded = { unrecorded: true } as const
      const slice = { channel: general }
      for (const text of ['All is well.', 'Still is.']) await step('postMessage', { ...slice, text }, unrecorded)
      await read('channels', { scenario: 'pages', slice: { types: 'public_channel' }, fields: { limit: 2 } })
      await read('channels', { scenario: 'empty', slice: { types: 'im' } })
      await read('users', { scenario: 'pages', fields: { limit: 1 } })
      await read('messages', { scenario: 'pages', slice, fields: { limit: 2 } })
      const silent = await step('createChannel', { name: 'silence' }, unrecorded)
      await read('messages', { scenario: 'empty', slice: { channel: silent.id } })
    },
    // The emulator gives every message, whatever `oldest` says.
    described: {
      source: 'https://docs.slack.dev/reference/methods/conversations.history, 2026-11-24',
      recordings: [
        {
          stream: 'messages',
          scenario: 'since',
          slice: { channel: general },
          since: '1764000000',
          answers: [
            {
              body: {
                ok: true,
                messages: [{ type: 'message', user: 'U000000001', text: 'Deploy 119 is live.', ts: '1764000000.000300' }],
                has_more: false,
                pin_count: 0,
                response_metadata: { next_cursor: '' },
              },
            },
          ],
        },
      ],
    },
  },
})
