/** An expectation can't be evaluated over this dataset. It counts as not met, with this message. */
export class ExpectationFault extends Error {
  override readonly name = 'ExpectationFault'
}
