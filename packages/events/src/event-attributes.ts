import * as z from 'zod'
import { defineFamily } from './event-family.ts'
import { approval, instant } from './families/field.ts'

// A CloudEvents String holds no control character (CloudEvents 1.0.2, type system); lone surrogates can't be sent.
const text = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)

/** The context attributes that every event carries, besides its data. */
const attributes = z.object({
  specversion: z.literal('1.0'),
  id: text.describe('The same whenever this event is sent again: drop what was seen.'),
  source: text,
  type: text,
  time: instant,
  subject: text.describe('The entity that the event is about. Events of one subject come in order.'),
  datacontenttype: z.literal('application/json'),
  dataschema: text,
  tenantid: text,
  correlationid: text.describe('What belongs together. An event that belongs to nothing else carries its own id.'),
  causationid: text.optional().describe('The event or call that caused this one; absent where nothing did.'),
  traceparent: z
    .string()
    .regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional()
    .describe('W3C trace context; absent where nothing was traced.'),
  actortype: z.enum(['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']),
  approvalclass: approval,
  reversibilityclass: z.enum(['R0', 'R1', 'R2', 'R3']),
  sensitivityclass: z.enum(['S0', 'S1', 'S2', 'S3']),
})

/** The context attributes of an event, by their CloudEvents names. */
export type EventAttributes = z.infer<typeof attributes>

/** The attributes as a separate schema, versioned like a family. */
export const envelopeFamily = defineFamily({
  name: 'envelope',
  version: '1.0',
  summary: 'The context attributes that every event carries.',
  events: { attributes: { summary: 'Context attributes of CloudEvents 1.0 and our extensions.', data: attributes } },
})
