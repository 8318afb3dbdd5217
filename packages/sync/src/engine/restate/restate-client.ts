import { SyncError } from '../../sync-error.ts'

export interface RestateAddresses {
  /** Addresses of the cluster's nodes, such as `http://127.0.0.1:8080`: if one is unreachable, the next is tried. */
  readonly ingress: readonly string[]
  /** Addresses of their admin interface, such as `http://127.0.0.1:9070`. */
  readonly admin: readonly string[]
  /** Sent as a bearer token to both. */
  readonly token?: string
}

const timeoutMs = 30_000

/** Speaks HTTP with a Restate cluster. */
export class RestateClient {
  readonly #addresses: RestateAddresses

  constructor(addresses: RestateAddresses) {
    for (const address of [...addresses.ingress, ...addresses.admin]) checkAddress(address)
    this.#addresses = addresses
  }

  /** Calls a handler of an object. With an `idempotencyKey`, a call that is sent twice, as after a lost answer, happens once. */
  async call<T>(object: string, key: string, handler: string, input: unknown, idempotencyKey?: string): Promise<T> {
    const path = `/${object}/${encodeURIComponent(key)}/${handler}`
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }
    return (await this.#ask(this.#addresses.ingress, path, input, headers)) as T
  }

  /** Registers a worker's address with the cluster. */
  async register(uri: string): Promise<void> {
    await this.#ask(this.#addresses.admin, '/deployments', { uri, force: true }, {})
  }

  /** Queues a call to an object's handler, even while no worker is up. */
  async send(object: string, key: string, handler: string, input: unknown, idempotencyKey: string): Promise<void> {
    await this.call(object, key, `${handler}/send`, input, idempotencyKey)
  }

  /** The values that objects of a kind keep under a name, or that of one key: read from the cluster itself, without a worker. */
  async states<T>(object: string, name: string, key?: string): Promise<T[]> {
    const texts = [`service_name = ${literal(object)}`, `key = ${literal(name)}`]
    if (key !== undefined) texts.push(`service_key = ${literal(key)}`)
    const query = `SELECT value_utf8 FROM state WHERE ${texts.join(' AND ')}`
    const { rows } = (await this.#ask(this.#addresses.admin, '/query', { query }, { accept: 'application/json' })) as {
      readonly rows: readonly { readonly value_utf8: string }[]
    }
    return rows.map(({ value_utf8: text }) => JSON.parse(text) as T)
  }

  async #ask(addresses: readonly string[], path: string, body: unknown, more: Record<string, string>): Promise<unknown> {
    const { token } = this.#addresses
    const headers = {
      ...more,
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
    let away: unknown
    for (const address of addresses) {
      let response: Response
      try {
        response = await fetch(new URL(path, address), {
          method: 'POST',
          headers,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
      } catch (error) {
        away = error
        continue
      }
      const text = await response.text()
      if (response.status >= 500 && addresses.length > 1) {
        away = new Error(`${address} answered ${response.status}`)
        continue
      }
      // The cluster learns and remembers the handlers when the first worker registers.
      if (response.status === 404 && addresses === this.#addresses.ingress) {
        throw new SyncError(
          'engine_unavailable',
          `restate at ${address} has no worker yet: start one with portico sync worker, and try again`,
        )
      }
      if (!response.ok)
        throw new SyncError(
          'engine_unavailable',
          `restate at ${address} answered ${response.status} to ${path}: ${text.slice(0, 300)}`,
        )
      return text === '' ? undefined : (JSON.parse(text) as unknown)
    }
    throw new SyncError('engine_unavailable', `restate at ${addresses.join(', ')} could not be reached`, { cause: away })
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function checkAddress(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const loopback = url !== undefined && ['127.0.0.1', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return
  throw new SyncError(
    'invalid_options',
    `restate: '${url?.host ?? text}' is not an address: write https://…, or http:// for 127.0.0.1 and [::1]`,
  )
}
