import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { request } from 'undici'

// The same pages through faros-airbyte-cdk, in the style of its own sources; the bench installs it in a folder.
const [origin, folder] = process.argv.slice(2) as [string, string]

interface Cdk {
  readonly AirbyteSourceLogger: new (level?: string) => object
  readonly AirbyteSpec: new (spec: object) => object
  readonly AirbyteSourceBase: new (logger: object) => object
  readonly AirbyteStreamBase: new (logger: object) => object
  readonly AirbyteSourceRunner: new (
    logger: object,
    source: object,
  ) => { mainCommand(): { parseAsync(argv: readonly string[]): Promise<unknown> } }
}

const cdk = createRequire(join(folder, 'package.json'))('faros-airbyte-cdk') as Cdk

class Customers extends cdk.AirbyteStreamBase {
  get name(): string {
    return 'customers'
  }
  get primaryKey(): string {
    return 'id'
  }
  getJsonSchema(): object {
    return { type: 'object', properties: { id: { type: 'integer' } } }
  }
  async *readRecords(): AsyncGenerator<object> {
    let after: string | null = ''
    while (after !== null) {
      const { body } = await request(`${origin}/customers${after === '' ? '' : `?after=${after}`}`)
      const page = (await body.json()) as { readonly data: readonly object[]; readonly next: string | null }
      yield* page.data
      after = page.next
    }
  }
}

class Shop extends cdk.AirbyteSourceBase {
  readonly #logger: object
  constructor(logger: object) {
    super(logger)
    this.#logger = logger
  }
  get type(): string {
    return 'shop'
  }
  async spec(): Promise<object> {
    return new cdk.AirbyteSpec({ connectionSpecification: { type: 'object', properties: {} } })
  }
  async checkConnection(): Promise<[boolean, undefined]> {
    return [true, undefined]
  }
  streams(): object[] {
    return [new Customers(this.#logger)]
  }
}

const file = (name: string, content: object): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}
const stream = { name: 'customers', json_schema: { type: 'object' }, supported_sync_modes: ['full_refresh'] }
const catalog = { streams: [{ stream, sync_mode: 'full_refresh', destination_sync_mode: 'append' }] }
const logger = new cdk.AirbyteSourceLogger('error')
const started = performance.now()
await new cdk.AirbyteSourceRunner(logger, new Shop(logger))
  .mainCommand()
  .parseAsync(['node', 'main', 'read', '--config', file('config.json', {}), '--catalog', file('catalog.json', catalog)])
process.send!({ ms: performance.now() - started, peakMb: process.resourceUsage().maxRSS / 1_024 })
process.disconnect()
