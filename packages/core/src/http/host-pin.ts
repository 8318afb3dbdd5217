import { HostNotAllowed } from './host-not-allowed.ts'

/** A URL's parts, normalised as it is sent. */
export interface Location {
  /** `https://host` or `https://host:port`. */
  readonly origin: string
  /** Host name, with the port where it is not the default one. */
  readonly host: string
  /** Path with query, starting with a slash; the fragment is dropped. */
  readonly path: string
}

// `URL` drops tabs and line breaks and trims: a text that has them is not the URL that a person or a log shows.
// oxlint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

/** Parses an absolute URL. Throws `HostNotAllowed` unless it is `https:`, or `http:` to a loopback literal, with a plain host. */
export function locate(url: string): Location {
  if (unseen.test(url)) throw new HostNotAllowed('the URL contains whitespace or an invisible character')
  const parsed = URL.parse(url)
  if (parsed === null) throw new HostNotAllowed(`'${shown(url)}' is not an absolute URL`)
  const { protocol, hostname, host, origin, username, password, pathname, search } = parsed
  if (username !== '' || password !== '') throw new HostNotAllowed('the URL carries a user name or password')
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
    throw new HostNotAllowed(`${protocol}//${host} is not https (only a loopback literal may be http)`)
  }
  // `api.vendor.com.` is the same name to DNS but a different one to every comparison.
  if (hostname === '' || hostname.endsWith('.')) throw new HostNotAllowed(`the host '${hostname}' is empty or ends with a dot`)
  return { origin, host, path: pathname + search }
}

/** The normalised origin of an absolute URL: IDNA applied, lower case, default port dropped. Throws `HostNotAllowed`. */
export function originOf(url: string): string {
  return locate(url).origin
}

/** True for 127.0.0.0/8, ::1 and `localhost`, written as `URL` normalises them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

/** The regular expression of one host name label. */
export const hostLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const plainHost = new RegExp(`^${hostLabel}(?:\\.${hostLabel})+$`)
const wildcardHost = new RegExp(`^\\*(?:\\.${hostLabel}){2,}$`)

/**
 * Whether a normalised host fits a declared pattern. `*.my.salesforce.com` takes one or more labels in place of the star, never
 * the bare rest and never another name that ends alike; a host with a port fits no pattern. Throws `TypeError` for a pattern
 * that is not valid, such as `*.com`.
 */
export function matchHost(pattern: string, host: string): boolean {
  if (plainHost.test(pattern)) return host === pattern
  if (!wildcardHost.test(pattern)) {
    throw new TypeError(`'${pattern}' is not a host pattern: write 'api.vendor.com' or '*.vendor.com', in lower case`)
  }
  return plainHost.test(host) && host.endsWith(pattern.slice(1)) && host.length >= pattern.length
}

/** The part that identifies the URL to a person; a query may hold a secret. */
function shown(url: string): string {
  return url.split(/[?#]/, 1)[0]!.slice(0, 100)
}
