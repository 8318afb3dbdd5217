/** A row condition can't be parsed. The message says where, without quoting it. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError'
}
