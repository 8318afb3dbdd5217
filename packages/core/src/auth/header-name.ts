const ownedByTransport = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'content-type'])

/** The lower-case name, when a scheme may set that header; else a TypeError for the connector's author. */
export function headerName(name: string): string {
  const lowerCase = name.toLowerCase()
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lowerCase)) throw new TypeError(`'${name}' is not a header name`)
  if (ownedByTransport.has(lowerCase)) throw new TypeError(`the header '${name}' is set by the transport, not by a scheme`)
  return lowerCase
}
