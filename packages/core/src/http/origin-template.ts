import { InvalidRequest } from './invalid-request.ts'
import { hostLabel, locate } from './host-pin.ts'

/** Where a connection's requests go: `path` is a prefix such as `/api/v3`, empty for most. */
export interface Base {
  readonly origin: string
  readonly path: string
}

const label = new RegExp(`^${hostLabel}$`)
const placeholder = /\{([^{}]+)\}/g
// Such text can't leave its path segment.
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

/** Throws a `TypeError` for a template that can't give an origin, whatever the settings are. */
export function checkTemplate(template: string): void {
  renderOrigin(template, anySettings(template))
}

/** Sample values for each setting of a template, valid wherever they are used. */
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
  // A Punycode label may be one that no registry issues, on which parsers differ.
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
  // If the parser reads it differently (a number as an address, an invalid `xn--`), it is not the host that was written.
  if (where === null || where.hostname !== host || host.endsWith('.') || host.length > 253) {
    if (names.length === 0) throw new TypeError(`'${start}${path}' is not an origin`)
    throw new InvalidRequest(names.join(', '), `gives '${host}', which is not a host name`)
  }
  // The template's own dots, spaces or braces: the text of every setting appears in the path unchanged.
  if (path !== '' && where.pathname !== path)
    throw new TypeError(`'${start}${path}' is not an origin: its path reads '${where.pathname}'`)
  const base = locate(where.href)
  return { origin: base.origin, path: base.path.replace(/\/$/, '') }
}
