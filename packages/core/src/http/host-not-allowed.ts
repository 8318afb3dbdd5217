/** A URL outside the hosts that a connector declares; nothing was sent. Core reports it as `host_not_allowed`. */
export class HostNotAllowed extends Error {
  override readonly name = 'HostNotAllowed'
}
