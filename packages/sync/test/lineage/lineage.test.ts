import { referenceDataAbsent } from '@portico/tools/reference-data'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineage } from '../../src/lineage.ts'
import { officialProblems as validate } from './official-schemas.ts'
import { memoryLineage, run } from './tickets.ts'

const progress = { rowsRead: 120, bytesRead: 45_000, rowsLanded: 118, bytesLanded: 39_000 }

function started(over: Partial<typeof run> = {}) {
  const transport = memoryLineage()
  const now = () => Date.parse('2026-11-28T10:00:00.250Z')
  return { ...transport, run: createLineage({ namespace: 'portico', transport, now }).run({ ...run, ...over }) }
}

/** Every kind of event, with every facet. */
async function fullStory() {
  const whole = started({
    parent: { runId: '0190e1a2-0000-7000-8000-000000000001', job: 'backfill of desk' },
    nominal: { start: '2026-11-28T10:00:00Z', end: '2026-11-28T11:00:00Z' },
    overwrites: true,
  })
  await whole.run.start()
  await whole.run.running({ rowsRead: 60, rowsLanded: 60 })
  await whole.run.complete(progress, [
    { assertion: 'not_null', column: 'id', success: true, severity: 'error' },
    { assertion: 'row_count', success: false, severity: 'warn', name: 'as many as yesterday', expected: '130', actual: '118' },
  ])
  const broken = started()
  await broken.run.start()
  await broken.run.fail('desk answered 503 four times', progress)
  return [...whole.events, ...broken.events]
}

test('every event and each of its facets match the official schemas', async (context) => {
  if (!validate) return context.skip(referenceDataAbsent('openlineage'))
  const events = await fullStory()
  expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'RUNNING', 'COMPLETE', 'START', 'FAIL'])
  expect(events.flatMap(validate)).toEqual([])
})

test('the official schemas refuse wrong events, so the test above proves something', async (context) => {
  if (!validate) return context.skip(referenceDataAbsent('openlineage'))
  const [event] = await fullStory()
  const { _producer: _, ...anonymous } = event!.job.facets['jobType']!
  const facets = { ...event!.job.facets, jobType: anonymous as never, ownership: { ...event!.job.facets['jobType']! } }
  expect(validate({ ...event!, eventTime: 'yesterday' })).toEqual([expect.stringContaining('eventTime')])
  expect(validate({ ...event!, run: { ...event!.run, runId: '7' } })).toEqual([expect.stringContaining('runId')])
  expect(validate({ ...event!, job: { ...event!.job, facets } })).toEqual(
    expect.arrayContaining([expect.stringContaining('_producer'), expect.stringContaining('is of another facet')]),
  )
})

test('a run says what it read and landed, column by column, and how sensitive each is', async () => {
  const [, , complete] = await fullStory()
  const [input] = complete!.inputs
  const [output] = complete!.outputs
  expect(input).toMatchObject({
    namespace: 'https://desk.example',
    name: 'desk.tickets',
    facets: {
      schema: {
        fields: [
          { name: 'id', type: 'integer', ordinal_position: 1 },
          { name: 'subject', type: 'string' },
          { name: 'state', type: 'string' },
          { name: 'tags', type: 'array<string>' },
          {
            name: 'opener',
            type: 'object',
            fields: [
              { name: 'id', type: 'integer' },
              { name: 'email', type: 'string' },
            ],
          },
        ],
      },
      tags: {
        tags: [
          { key: 'sensitivity', value: 'S1' },
          { key: 'sensitivity', value: 'S3', field: 'opener' },
        ],
      },
    },
    inputFacets: { inputStatistics: { rowCount: 120, size: 45_000 }, dataQualityAssertions: { assertions: { length: 2 } } },
  })
  expect(output).toMatchObject({
    name: 'warehouse.desk.tickets',
    facets: {
      lifecycleStateChange: { lifecycleStateChange: 'OVERWRITE' },
      columnLineage: {
        fields: {
          opener: { inputFields: [{ name: 'desk.tickets', field: 'opener', transformations: [{ subtype: 'IDENTITY' }] }] },
        },
      },
    },
    outputFacets: { outputStatistics: { rowCount: 118, size: 39_000 } },
  })
  expect(complete!.job).toMatchObject({
    namespace: 'portico/acme',
    name: 'desk.tickets->warehouse.desk.tickets',
    facets: { ownership: { owners: [{ name: 'team:Support' }] } },
  })
  expect(complete!.run.facets).toMatchObject({
    parent: { job: { namespace: 'portico/acme', name: 'backfill of desk' } },
    nominalTime: { nominalStartTime: '2026-11-28T10:00:00Z', nominalEndTime: '2026-11-28T11:00:00Z' },
  })
})

test('columns may be named differently from their fields, and other fields do not land', async () => {
  const { events, run: renaming } = started({ columns: { ticket_id: 'id', opened_by: 'opener' } })
  await renaming.start()
  expect(events[0]!.outputs[0]!.facets).toMatchObject({
    schema: {
      fields: [
        { name: 'ticket_id', type: 'integer', ordinal_position: 1 },
        { name: 'opened_by', type: 'object', ordinal_position: 2 },
      ],
    },
    columnLineage: { fields: { ticket_id: { inputFields: [{ field: 'id' }] } } },
    tags: { tags: [{ value: 'S1' }, { value: 'S3', field: 'opened_by' }] },
  })
})

test('only a completed run says that it replaced earlier data', async () => {
  const { events, run: failing } = started({ overwrites: true })
  await failing.start()
  await failing.fail('the disk is full')
  for (const event of events) expect(event.outputs[0]!.facets).not.toHaveProperty('lifecycleStateChange')
  expect(events[1]!.run.facets['errorMessage']).toMatchObject({ message: 'the disk is full' })
  expect(events[1]!.outputs[0]!.outputFacets).toEqual({})
})

test('whatever is called, a run has one START, then RUNNING, then one COMPLETE, ABORT or FAIL', async () => {
  const calls = fc.array(fc.constantFrom('start', 'running', 'complete', 'abort', 'fail'), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(calls, async (names) => {
      const { events, run: any } = started()
      for (const name of names) {
        const called = name === 'start' ? any.start() : name === 'fail' ? any.fail('it broke') : any[name](progress)
        await called.catch((error: Error) => expect(error.message).toMatch(/can't follow, the run is/))
      }
      expect(events.map(({ eventType }) => eventType).join(' ')).toMatch(/^(START( RUNNING)*( (COMPLETE|ABORT|FAIL))?)?$/)
      expect(new Set(events.map(({ run: { runId } }) => runId)).size).toBeLessThanOrEqual(1)
    }),
  )
})
