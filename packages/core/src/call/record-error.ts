/** What could not be written down of a call that has ended. Inside the call path only: callers see a `ConnectorError`. */
export class RecordError extends Error {
  /** `entity`, `rollback`, `claim`, `audit row`, `proof`, `decision`, `standing approval`, `event`, `incident`. */
  readonly missing: readonly string[]

  constructor(missing: readonly string[], reasons: readonly unknown[]) {
    super(`not written: ${missing.join(', ')}`, { cause: reasons.length === 1 ? reasons[0] : new AggregateError(reasons) })
    this.name = 'RecordError'
    this.missing = missing
  }
}
