import * as z from 'zod'
import { defineFamily } from '../event-family.ts'
import { code, count, name, severity } from './field.ts'

const run = { sync: name, runId: name, connector: name, destination: name }

export const sync = defineFamily({
  name: 'sync',
  version: '1.0',
  summary: 'Runs of the data plane.',
  events: {
    started: { summary: 'A run has begun.', data: z.object({ ...run, streams: z.array(name).min(1).max(10_000) }) },
    checkpointed: {
      summary: 'A batch and its new state are in the destination.',
      data: z.object({ ...run, stream: name, records: count.describe('Records of this batch.') }),
    },
    finished: {
      summary: 'A run has read all its streams.',
      data: z.object({ ...run, records: count, durationMs: count }),
    },
    failed: {
      summary: 'A run has ended early; what it checkpointed stays.',
      data: z.object({ ...run, stream: name.optional(), code, severity, records: count, durationMs: count }),
    },
  },
})
