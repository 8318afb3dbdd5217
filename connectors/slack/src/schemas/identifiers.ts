import { z } from '@portico/core/contract'

// Patterns from the official description (slack_web_openapi_v2.json 1.7.0).

/** A channel (C, formerly G when private) or a direct message (D). */
export const channelId = z.string().regex(/^[CDG][A-Z0-9]{8,}$/)

/** W in an Enterprise organization, U elsewhere. */
export const userId = z.string().regex(/^[UW][A-Z0-9]{8,}$/)

export const fileId = z.string().regex(/^F[A-Z0-9]{8,}$/)

/** A message's id within its channel: its time in seconds, made unique by the microseconds. */
export const messageTimestamp = z.string().regex(/^\d{10}\.\d{6}$/)
