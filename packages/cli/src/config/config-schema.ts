import type { AnyConnector, Duration } from '@portico/core'
import * as z from 'zod'
import type { Source } from '@portico/core/streams'
import { isSource } from '../sync/is-source.ts'
import { isConnector } from './is-connector.ts'
import { durationShape } from './time-option.ts'
import { lineageSchema } from './lineage-schema.ts'
import { mcpSchema } from './mcp-schema.ts'
import { port } from './port.ts'
import { syncSchema } from './sync-schema.ts'

const fromEnvironment = z.strictObject({ env: z.string().min(1) })
const source = z.union([fromEnvironment, z.record(z.string(), z.union([fromEnvironment, z.string()]))])

const connector = z.custom<AnyConnector>(isConnector, {
  error: "expected a connector, such as `github` of '@portico/connector-github'",
})

const role = z.enum(['lead', 'function_head', 'executive'])
const milliseconds = z.number().int().positive()
const tune = z.strictObject({
  timeoutMs: milliseconds.optional(),
  totalTimeoutMs: milliseconds.optional(),
  concurrency: z.number().int().positive().optional(),
  circuit: z.strictObject({ failures: z.number().int().positive().optional(), openMs: milliseconds.optional() }).optional(),
  approvalExpiryMs: milliseconds.optional(),
})

const age = z
  .custom<Duration>((value) => typeof value === 'string' && durationShape.test(value), {
    error: "expected an age, such as '90d'",
  })
  .optional()
const retention = z.strictObject({
  runtime: z
    .strictObject({ audit: age, proofs: age, receipts: age, approvals: age, deadLetters: age, incidents: age })
    .optional(),
  data: z.strictObject({ runs: age }).optional(),
})

/** The shape of a configuration file's default export. `checkConfig` checks its meaning. */
export const configSchema = z.strictObject({
  tenant: z.string().trim().min(1).optional(),
  actor: z
    .strictObject({
      type: z.enum(['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']),
      id: z.string().trim().min(1),
      via: z.string().trim().min(1).optional(),
    })
    .optional(),
  connectors: z.record(z.string().regex(/^[a-z][A-Za-z0-9-]*$/, 'a name is letters, digits and hyphens'), connector),
  sources: z
    .record(
      z.string(),
      z.custom<Source<object>>(isSource, { error: 'expected a source: what defineSource(vendor, { … }) gives' }),
    )
    .optional(),
  credentials: z
    .record(
      z.string(),
      z.union([z.record(z.string(), source), z.custom<CredentialFunction>((value) => typeof value === 'function')], {
        error:
          "expected { scheme: { env: 'NAME' } }, { scheme: { field: { env: 'NAME' } } }, or a function that gives the credentials",
      }),
    )
    .optional(),
  settings: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  origins: z.record(z.string(), z.record(z.string(), z.url('expected a URL'))).optional(),
  tune: z.record(z.string(), tune).optional(),
  credentialsFile: z.string().min(1).optional(),
  policy: port('policy', 'decide').optional(),
  store: z
    .custom<object | string>(
      (value) =>
        typeof value === 'string' || (typeof value === 'object' && value !== null && 'claims' in value && 'tokens' in value),
      { error: "expected an address, such as 'sqlite:./portico.db', or a store, with claims, approvals, tokens and deliveries" },
    )
    .optional(),
  approvers: z
    .union([port('directory', 'rolesOf'), z.record(z.string(), z.record(z.string(), z.array(role)))], {
      error: "expected { tenant: { person: ['lead' | 'function_head' | 'executive'] } }, or a directory with rolesOf()",
    })
    .optional(),
  retention: retention.optional(),
  subjects: z.record(z.string(), z.strictObject({ type: z.string().min(1), path: z.string().min(1) })).optional(),
  audit: port('audit sink', 'write').optional(),
  ledger: port('ledger', 'open').optional(),
  events: port('event sink', 'publish').optional(),
  incidents: port('incident sink', 'report').optional(),
  telemetry: z.custom<object>((value) => typeof value === 'object' && value !== null, { error: 'expected telemetry' }).optional(),
  clock: port('clock', 'now').optional(),
  mcp: mcpSchema.optional(),
  checkpoints: z
    .record(z.string(), z.record(z.string(), z.string().min(1)), {
      error: "expected { connector: { stream: './suite.json' } }",
    })
    .optional(),
  lineage: lineageSchema.optional(),
  sync: syncSchema.optional(),
})

export type CredentialFunction = (connection: { readonly tenantId: string; readonly account: string }) => unknown

/** A configuration of the right shape, with its connectors' types erased. */
export type CheckedConfig = z.output<typeof configSchema>
