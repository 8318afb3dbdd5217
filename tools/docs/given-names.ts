/** What the examples of the documentation leave to their readers: names of the packages that a page has introduced, and their own. */
export const givenNames = `
const connect: typeof import('@portico/core').connect
const github: typeof import('@portico/connector-github').github
const stripe: typeof import('@portico/connector-stripe').stripe
const slack: typeof import('@portico/connector-slack').slack
const sync: typeof import('@portico/sync').sync
const duckdbDataset: typeof import('@portico/sync/lineage').duckdbDataset
const answering: typeof import('@portico/testing').answering
const fileFromPath: typeof import('@portico/core/files').fileFromPath
const aesGcmCipher: typeof import('@portico/governance').aesGcmCipher
const loadKeyRing: typeof import('@portico/governance').loadKeyRing
const eventRelay: typeof import('@portico/governance').eventRelay
const httpSink: typeof import('@portico/governance').httpSink
const runRetention: typeof import('@portico/governance').runRetention
const readFile: typeof import('node:fs/promises').readFile

const token: string
const credentials: { readonly token: string; readonly key: string }
const login: { readonly user: string; readonly password: string }
const settings: Readonly<Record<string, string>>
const tenantId: string
const order: { readonly id: string; readonly charge: string }
const request: { readonly headers: Readonly<Record<string, string>> }
const body: Uint8Array
const file: import('@portico/core').FileReference
const deliveries: import('@portico/core').Deliveries
const policy: import('@portico/core').Policy
const archive: import('@portico/core').AuditSink
const cipher: import('@portico/governance').RotatingCipher
const signingKeys: import('@portico/governance').SigningKeys
const mapping: import('@portico/governance').SubjectMapping
const signal: AbortSignal
const streams: readonly string[]
const source: import('@portico/sync').SourceReader
const destination: import('@portico/sync').Destination
const job: import('@portico/sync/engine').SyncJob
const connection: Parameters<typeof import('@portico/quality/duckdb').duckdbDataset>[0]
const portico: import('@portico/core').Portico<{
  readonly github: typeof github
  readonly stripe: typeof stripe
  readonly slack: typeof slack
}>
const caller: import('@portico/mcp').Caller
const interval_start: number
const interval_end: number
const vault: { read(path: string): Promise<string> }
const queue: { push(event: unknown): void }

function waitFor(approval: string): Promise<void>
function reconcile(receipt: unknown): Promise<void>
function later(ms: number | undefined): Promise<void>
function isNight(): boolean
function page(what: string, ...about: unknown[]): void

// Of other packages, or of as many kinds as there are examples.
const generateText: any
const model: any
const prompt: any
const dynamicTool: any
const jsonSchema: any
const tool: any
const output: any
const secrets: any
const run: any
const config: any
const refusedConfig: any
`
