import { z } from '@portico/core/contract'
import { identifier } from './identifier.ts'

/** The input of the two commands that undo each other. */
export const subscriptionReference = z.object({ subscription: identifier })
