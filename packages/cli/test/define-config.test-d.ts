import { apiKey, basic, bearer, defineVendor, none, nothing } from '@portico/core'
import * as z from 'zod'
import { defineConfig } from '../src/index.ts'

const vendor = defineVendor({
  id: 'typed',
  title: { en: 'Typed', ar: 'مكتوب' },
  vendorVersion: '1',
  settings: z.object({ subdomain: z.string() }),
  origins: { api: 'https://{subdomain}.typed.example' },
  auth: { token: bearer(), login: basic() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S1', idempotency: none('A test.') },
  facts: { source: 'https://typed.example', verifiedAt: '2026-11-24' },
})
const typed = vendor.connector({
  version: '1.0.0',
  operations: { ping: vendor.query('GET /ping', { summary: 'Ping.', input: z.object({}), output: nothing, examples: [{}] }) },
})

defineConfig({ connectors: { typed } })
defineConfig({
  tenant: 'acme',
  connectors: { typed },
  credentials: { typed: { token: { env: 'TYPED_TOKEN' } } },
  settings: { typed: { subdomain: 'acme' } },
  origins: { typed: { api: 'https://emulator.example' } },
})
defineConfig({
  connectors: { typed },
  credentials: { typed: { login: { username: 'mona', password: { env: 'TYPED_PASSWORD' } } } },
})
defineConfig({ connectors: { typed }, credentials: { typed: async ({ tenantId }) => ({ token: tenantId }) } })

// @ts-expect-error a secret has no place in the file: its variable's name has
defineConfig({ connectors: { typed }, credentials: { typed: { token: 'hunter2' } } })
// @ts-expect-error the connector has no such scheme
defineConfig({ connectors: { typed }, credentials: { typed: { tokn: { env: 'X' } } } })
// @ts-expect-error the function gives a credential that no scheme takes
defineConfig({ connectors: { typed }, credentials: { typed: () => ({ key: 'x' }) } })
// @ts-expect-error no connector has this name
defineConfig({ connectors: { typed }, settings: { tpyed: { subdomain: 'acme' } } })
// @ts-expect-error the connector has no such setting
defineConfig({ connectors: { typed }, settings: { typed: { domain: 'acme' } } })
// @ts-expect-error the connector has no such origin
defineConfig({ connectors: { typed }, origins: { typed: { web: 'https://x.example' } } })
// @ts-expect-error a scheme is no connector
defineConfig({ connectors: { key: apiKey({ in: 'header', name: 'x-key' }) } })
