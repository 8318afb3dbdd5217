/** A row condition can't be read. The message says where, and holds nothing of its text. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError'
}
