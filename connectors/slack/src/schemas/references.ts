import { z } from '@portico/core/contract'
import { channelId, messageTimestamp, userId } from './identifiers.ts'

// Inputs of commands that undo each other.

export const channelReference = z.object({ channel: channelId })

export const channelMember = z.object({ channel: channelId, user: userId })

/** The emoji's name without its colons. */
export const reaction = z.object({
  channel: channelId,
  timestamp: messageTimestamp,
  name: z
    .string()
    .regex(/^[^:\s]+(?:::[^:\s]+)?$/)
    .max(100),
})
