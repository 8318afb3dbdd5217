import { InvalidRequest } from './invalid-request.ts'
import { hostLabel, locate } from './host-pin.ts'

/** Where a connection's requests go: `path` is a prefix such as `/api/v3`, empty for most. */
export interface Base {
  readonly origin: string
  readonly path: string
}

const label = new RegExp(`^${hostLabel}$`)
const placeholder = /\{([^{}]+)\}/g
// Such text can't leave the path segment that it is put in.
const segmentPart = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/

/**
 * Fills a connection's settings into an origin such as `https://{subdomain}.zendesk.com`, `https://www.zohoapis.{region}` or
 * `https://api.atlassian.com/ex/jira/{cloudId}`. A setting fills one label or a part of it; where it ends the host it may be several,
 * as in `com.au`; in the path it stays within its segment. Throws `InvalidRequest` for a value that would change the structure of
 * the origin, `TypeError` for a template that leaves the host open.
 */
export function renderOrigin(template: string, settings: Readonly<Record<string, unknown>>): Base {
  const [, host = '', port = '', path = ''] = /^https:\/\/([^/:?#]+)(:\d+)?(\/[^?#]*)?$/.exec(template) ?? []
  if (host === '')
    throw new TypeError(
      `'${template}' is not an origin: write 'https://{subdomain}.vendor.com' or 'https://api.vendor.com/v2/{account}'`,
    )
  if (!host.split('.').some((part) => part !== '' && !part.includes('{'))) {
    throw new TypeError(`'${template}' lets settings choose the whole host: keep a fixed label in it`)
  }
  const names: string[] = []
  const rendered = host.replace(placeholder, (whole, name: string, offset: number) => {
    names.push(name)
    return hostPart(name, settings[name], offset + whole.length === host.length)
  })
  return checked(`https://${rendered}${port}`, rendered, names, fillPath(path, settings))
}

/** Throws a `TypeError` for a template that gives no origin, whatever the settings are. */
export function checkTemplate(template: string): void {
  renderOrigin(template, anySettings(template))
}

/** Values for each setting that a template takes, which fit wherever they stand. */
export function anySettings(template: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...template.matchAll(placeholder)].map(([, name]) => [name, 'x']))
}

/** Fills settings into a path, none of which leaves its segment. Throws `InvalidRequest`. */
export function fillPath(path: string, settings: Readonly<Record<string, unknown>>): string {
  return path.replace(placeholder, (_whole, name: string) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined
    if (typeof value !== 'string' || value === '') throw missing(name)
    if (segmentPart.test(value) && !value.includes('..')) return value
    throw new InvalidRequest(name, "is a part of a path: letters, digits, '.', '-' and '_'")
  })
}

function hostPart(name: string, value: unknown, endsHost: boolean): string {
  if (typeof value !== 'string') throw missing(name)
  const labels = endsHost ? value.split('.') : [value]
  // An encoded international name may be one that no registry gives: parsers differ on it.
  if (labels.every((part) => label.test(part) && !part.startsWith('xn--'))) return value
  throw new InvalidRequest(
    name,
    `is a part of the host name: lower-case letters, digits and hyphens${endsHost ? ', joined by dots' : ''}`,
  )
}

function missing(name: string): InvalidRequest {
  return new InvalidRequest(name, 'is missing from the settings of this connection')
}

function checked(start: string, host: string, names: readonly string[], path: string): Base {
  const where = URL.parse(start + path)
  // What the parser reads differently (a number for an address, a false `xn--`) is another host than the one that was written.
  if (where === null || where.hostname !== host || host.endsWith('.') || host.length > 253) {
    if (names.length === 0) throw new TypeError(`'${start}${path}' is not an origin`)
    throw new InvalidRequest(names.join(', '), `gives '${host}', which is not a host name`)
  }
  // Dots, blanks and braces of the template itself: every setting's text stands in the path as it is.
  if (path !== '' && where.pathname !== path)
    throw new TypeError(`'${start}${path}' is not an origin: its path reads '${where.pathname}'`)
  const base = locate(where.href)
  return { origin: base.origin, path: base.path.replace(/\/$/, '') }
}
