import { InvalidRequest } from './invalid-request.ts'
import { hostLabel, locate } from './host-pin.ts'

/** Where a connection's requests go: `path` is a prefix such as `/api/v3`, empty for most. */
export interface Base {
  readonly origin: string
  readonly path: string
}

const label = new RegExp(`^${hostLabel}$`)

/**
 * Fills a connection's settings into an origin such as `https://{subdomain}.zendesk.com` or `https://www.zohoapis.{region}`.
 * A setting fills one label or a part of it; where it ends the host it may be several, as in `com.au`. Throws `InvalidRequest`
 * for a value that would change the structure of the host, `TypeError` for a template that leaves the host open.
 */
export function renderOrigin(template: string, settings: Readonly<Record<string, unknown>>): Base {
  const [, host = '', port = '', path = ''] = /^https:\/\/([^/:?#]+)(:\d+)?(\/[^{}?#]*)?$/.exec(template) ?? []
  if (host === '')
    throw new TypeError(`'${template}' is not an origin: write 'https://{subdomain}.vendor.com', at most with a fixed path`)
  if (!host.split('.').some((part) => part !== '' && !part.includes('{'))) {
    throw new TypeError(`'${template}' lets settings choose the whole host: keep a fixed label in it`)
  }
  const names: string[] = []
  const rendered = host.replace(/\{([^{}]+)\}/g, (whole, name: string, offset: number) => {
    names.push(name)
    return hostPart(name, settings[name], offset + whole.length === host.length)
  })
  return checked(`https://${rendered}${port}${path}`, rendered, names)
}

function hostPart(name: string, value: unknown, endsHost: boolean): string {
  if (typeof value !== 'string') throw new InvalidRequest(name, 'is missing from the settings of this connection')
  const labels = endsHost ? value.split('.') : [value]
  // An encoded international name may be one that no registry gives: parsers differ on it.
  if (labels.every((part) => label.test(part) && !part.startsWith('xn--'))) return value
  throw new InvalidRequest(
    name,
    `is a part of the host name: lower-case letters, digits and hyphens${endsHost ? ', joined by dots' : ''}`,
  )
}

function checked(url: string, host: string, names: readonly string[]): Base {
  const where = URL.parse(url)
  // What the parser reads differently (a number for an address, a false `xn--`) is another host than the one that was written.
  if (where === null || where.hostname !== host || host.endsWith('.') || host.length > 253) {
    if (names.length === 0) throw new TypeError(`'${url}' is not an origin`)
    throw new InvalidRequest(names.join(', '), `gives '${host}', which is not a host name`)
  }
  const { origin, path } = locate(url)
  return { origin, path: path.replace(/\/$/, '') }
}
