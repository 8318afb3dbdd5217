/** The records of a finished call that could not be written. Internal to the call path: callers see a `ConnectorError`. */
export class RecordError extends Error {
  /** `entity`, `rollback`, `claim`, `audit row`, `proof`, `decision`, `standing approval`, `event`, `incident`. */
  readonly missing: readonly string[]

  constructor(missing: readonly string[], reasons: readonly unknown[]) {
    super(`not written: ${missing.join(', ')}`, { cause: reasons.length === 1 ? reasons[0] : new AggregateError(reasons) })
    this.name = 'RecordError'
    this.missing = missing
  }
}
