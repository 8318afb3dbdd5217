import { readFileSync } from 'node:fs'
import { referenceData, referenceDataAbsent } from '@portico/tools/reference-data'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { duckdbDataset } from '../src/duckdb.ts'
import {
  type CheckpointSinks,
  type DatasetFacts,
  type GateIncident,
  assertionsFacet,
  readSuite,
  runCheckpoint,
} from '../src/index.ts'
import { duckdbOfFile } from './fixture/duckdb.ts'

const withDuckdb = duckdbOfFile()

const facts: DatasetFacts = {
  name: 'crm.customers',
  owner: 'Data Platform',
  consumers: [{ name: 'Monthly statement', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { email: 'S3' },
}

const suite = readSuite(
  JSON.stringify({
    name: 'customers',
    expectations: [
      { type: 'expect_column_values_to_be_unique', kwargs: { column: 'email' } },
      { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'city' } },
      { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1 } },
    ],
  }),
)

async function check(rows: string, stated: Partial<DatasetFacts> = {}, failing: CheckpointSinks = {}) {
  const published: unknown[] = []
  const incidents: GateIncident[] = []
  const measured: unknown[] = []
  const outcome = await withDuckdb(async (connection) => {
    await connection.run(`create table customers (email varchar, city varchar); insert into customers values ${rows}`)
    return runCheckpoint({ name: 'nightly', suite, facts: { ...facts, ...stated } }, duckdbDataset(connection, 'customers'), {
      tenantId: 'acme',
      runId: 'run-1',
      events: { publish: (event) => void published.push(event) },
      incidents: { report: (incident) => void incidents.push(incident) },
      telemetry: { measure: (metric, value, attributes) => void measured.push([metric, value, attributes]) },
      ...failing,
    })
  })
  return { ...outcome, published, incidents, measured }
}

const sound = "('a@x.example', 'Riyadh'), ('b@x.example', 'Jeddah')"
const repeated = "('a@x.example', 'Riyadh'), ('a@x.example', 'Jeddah')"
const cityless = "('a@x.example', 'Riyadh'), ('b@x.example', null)"

test.each([
  ['what is sound', sound, {}, 'passed', null],
  ['a repeated personal value', repeated, {}, 'stop_ship', 'V3'],
  ['the same where it is not personal', repeated, { sensitiveFields: {} }, 'blocked', 'V2'],
  ['a missing city with consumers', cityless, {}, 'blocked', 'V2'],
  ['a missing city without consumers', cityless, { consumers: [] }, 'operational', 'V1'],
])('%s', async (_name, rows, stated, verdict, severity) => {
  const { judgement, incidents, published, measured } = await check(rows, stated)
  expect(judgement).toMatchObject({ dataset: 'crm.customers', suite: 'customers', verdict, severity, evaluated: 3 })
  expect(published).toMatchObject([
    {
      type: 'portico.quality.evaluated',
      subject: 'crm.customers',
      data: {
        checkpoint: 'nightly',
        runId: 'run-1',
        success: severity === null,
        failed: severity === null ? 0 : 1,
        ...(severity && { severity }),
      },
    },
  ])
  expect(incidents).toMatchObject(
    severity === null ? [] : [{ source: 'gate', kind: 'checkpoint_failed', subject: 'crm.customers', severity }],
  )
  const outcome = { 'portico.dataset': 'crm.customers', 'portico.outcome': severity === null ? 'passed' : 'failed' }
  expect(measured).toEqual([
    ['portico.quality.checkpoints', 1, { ...outcome, ...(severity && { 'portico.severity': severity }) }],
  ])
})

test('no personal value is in the result, the event, the incident or the judgement', async () => {
  const all = await check(repeated)
  expect(JSON.stringify(all)).not.toContain('@x.example')
  expect(JSON.stringify(all.result)).toContain('[masked]')
})

test('a repeated run sends the same event, and a failing sink fails the checkpoint', async () => {
  const ids = [await check(sound), await check(sound)].map(({ published }) => (published[0] as { id: string }).id)
  expect(ids[0]).toBe(ids[1])
  const down = { publish: () => Promise.reject(new Error('the broker is down')) }
  await expect(check(sound, {}, { events: down })).rejects.toThrow('the broker is down')
})

test('a throwing telemetry hook does not affect a checkpoint', async () => {
  const measure = () => {
    throw new Error('the exporter failed')
  }
  const { incidents, published, judgement } = await check(repeated, {}, { telemetry: { measure } })
  expect(judgement).toMatchObject({ verdict: 'stop_ship' })
  expect([incidents.length, published.length]).toEqual([1, 1])
})

test('a validation is an OpenLineage facet that matches its official schema', async (context) => {
  const facet = assertionsFacet((await check(repeated)).result)
  expect(facet.assertions).toEqual([
    { assertion: 'expect_column_values_to_be_unique', column: 'email', success: false },
    { assertion: 'expect_column_values_to_not_be_null', column: 'city', success: true },
    { assertion: 'expect_table_row_count_to_be_between', success: true },
  ])
  const core = referenceData('openlineage/OpenLineage.json')
  const schema = referenceData('openlineage/facets/DataQualityAssertionsDatasetFacet.json')
  if (core === undefined || schema === undefined) return context.skip(referenceDataAbsent('openlineage'))
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(JSON.parse(readFileSync(core, 'utf8')) as object)
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)
  expect(validate({ dataQualityAssertions: facet })).toBe(true)
  expect(validate({ dataQualityAssertions: { ...facet, assertions: [{ success: true }] } })).toBe(false)
})
