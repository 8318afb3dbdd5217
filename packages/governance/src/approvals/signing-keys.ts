/** Keys by their ids. The current one signs decisions, all of them verify: an older one stays until what it signed has expired. */
export interface SigningKeys {
  readonly currentId: string
  /** 32 bytes each. */
  readonly keys: ReadonlyMap<string, Uint8Array>
}
