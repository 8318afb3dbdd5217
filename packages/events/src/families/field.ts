import * as z from 'zod'

/** A name or id that another system or a person gave. */
export const name = z.string().min(1).max(1_000)
export const count = z.int().nonnegative()
/** RFC 3339 with an explicit zone. */
export const instant = z.iso.datetime({ offset: true })
export const severity = z.enum(['V0', 'V1', 'V2', 'V3'])
/** An open set: a new code must not make older consumers refuse the event. */
export const code = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9_]*$/)
export const approval = z.enum(['A0', 'A1', 'A2', 'A3'])
export const actor = z.object({
  type: z.enum(['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']),
  id: name,
})
