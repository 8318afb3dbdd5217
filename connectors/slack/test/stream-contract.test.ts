import { streamContract } from '@portico/testing/streams'
import { slackSource } from '../src/streams/index.ts'

streamContract(slackSource, {
  credentials: { bot: 'planted-bot-of-the-contract' },
  recordings: new URL('./recordings/', import.meta.url),
  streams: {
    channels: {},
    users: { without: { empty: 'whoever made the workspace is in it' } },
    messages: {},
  },
})
