import { defineSource } from '@portico/core/streams'
import { slackVendor } from '../vendor.ts'
import { version } from '../version.ts'
import { channels } from './channels.ts'
import { messages } from './messages.ts'
import { users } from './users.ts'

/** Slack's streams, for syncs. The data plane: nothing here is called by services or agents. */
export const slackSource = defineSource(slackVendor, { version, streams: { channels, users, messages } })

export { channels, messages, users }
