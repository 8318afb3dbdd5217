import * as z from 'zod'

/** Ten columns, typical of business records. */
export const benchRecord = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  status: z.enum(['open', 'closed']),
  amount: z.number(),
  quantity: z.int(),
  active: z.boolean(),
  note: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

export type BenchRecord = z.output<typeof benchRecord>

const start = Date.UTC(2026, 0, 1)

export function recordOf(id: number): BenchRecord {
  const stamp = new Date(start + id * 1_000).toISOString()
  return {
    id,
    name: `Customer number ${id}`,
    email: `customer${id}@example.com`,
    status: id % 3 === 0 ? 'closed' : 'open',
    amount: id / 4,
    quantity: id % 100,
    active: id % 2 === 0,
    note: id % 5 === 0 ? null : `A remark of a usual length about customer ${id}`,
    created_at: stamp,
    updated_at: stamp,
  }
}

export function recordText(id: number): string {
  return JSON.stringify(recordOf(id))
}
