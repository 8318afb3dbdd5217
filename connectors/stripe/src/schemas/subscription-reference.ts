import * as z from 'zod'
import { identifier } from './identifier.ts'

/** The input of the two commands that undo each other. */
export const subscriptionReference = z.object({ subscription: identifier })
