/** Keys by id. The current one signs decisions, all of them verify; keep an older one until everything it signed has expired. */
export interface SigningKeys {
  readonly currentId: string
  /** 32 bytes each. */
  readonly keys: ReadonlyMap<string, Uint8Array>
}
