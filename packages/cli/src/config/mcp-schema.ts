import * as z from 'zod'
import { port } from './port.ts'

const patterns = z.array(z.string().regex(/^[A-Za-z0-9.*-]+$/, "a pattern of operations is such as 'github.*'"))
const effects = z.array(z.enum(['none', 'internal_write', 'external_message', 'external_commitment']))
const rules = { allow: patterns.optional(), deny: patterns.optional(), effects: effects.optional() }
const positive = z.number().int().positive()

const access = z.strictObject({
  ...rules,
  clients: z.record(z.string(), z.strictObject(rules)).optional(),
  tenants: z.record(z.string(), z.strictObject(rules)).optional(),
  scopes: z
    .array(z.strictObject({ scope: z.string().min(1), operations: patterns.optional(), effects: effects.optional() }))
    .optional(),
})

const authorization = z.strictObject({
  issuer: z.url('expected a URL'),
  resource: z.url('expected a URL'),
  keys: z.union([z.instanceof(URL), z.custom<object>((value) => typeof value === 'function')], {
    error: "expected the URL of the issuer's keys, or what looks a key up",
  }),
  algorithms: z.array(z.string()).optional(),
  requiredScopes: z.array(z.string()).optional(),
  scopesSupported: z.array(z.string()).optional(),
  caller: z.custom<object>((value) => typeof value === 'function', { error: 'expected a function that names the caller' }),
})

const http = z.strictObject({
  host: z.string().min(1).optional(),
  port: z.number().int().min(0).max(65_535).optional(),
  path: z.string().startsWith('/').optional(),
  hosts: z.array(z.string()).optional(),
  origins: z.array(z.string()).optional(),
  authorization: authorization.optional(),
  limits: z
    .strictObject({
      perSecond: positive.optional(),
      burst: positive.optional(),
      concurrent: positive.optional(),
      bodyBytes: positive.optional(),
      depth: positive.optional(),
    })
    .optional(),
})

const tasks = z.strictObject({
  ttlMs: positive.optional(),
  required: z.array(z.string()).optional(),
  approvals: z.enum(['before', 'within']).optional(),
  waitMs: positive.optional(),
  everyMs: positive.optional(),
  webhook: z.strictObject({ url: z.url('expected a URL'), secret: z.string().min(1) }).optional(),
})

const toolRule = z.custom<object>(
  (value) => typeof (value as { readonly policy?: { readonly decide?: unknown } } | null)?.policy?.decide === 'function',
  { error: 'expected what toolRule() gives' },
)

/** The `mcp` section. Strict at every level: a misspelt `deny` must not allow. */
export const mcpSchema = z.strictObject({
  operations: z.record(z.string(), z.union([z.literal('*'), z.array(z.string())])).optional(),
  fixed: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  rules: z.array(toolRule).optional(),
  access: access.optional(),
  http: http.optional(),
  tasks: tasks.optional(),
  search: z.strictObject({ above: positive.optional() }).optional(),
  desk: port('desk', 'decide').optional(),
  lock: z.string().min(1).optional(),
  person: z.strictObject({ id: z.string().trim().min(1), approves: z.enum(['A1', 'A2', 'A3']) }).optional(),
})
