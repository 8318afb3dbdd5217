/**
 * Retries may be a tenth of the calls, plus a reserve for quiet times: when a vendor is down, every caller's retries must not
 * multiply its load.
 */
export class RetryBudget {
  static readonly #reserve = 10
  static readonly #earned = 0.1
  #tokens = RetryBudget.#reserve

  succeeded(): void {
    if (this.#tokens < RetryBudget.#reserve) this.#tokens = Math.min(RetryBudget.#reserve, this.#tokens + RetryBudget.#earned)
  }

  /** False when the budget is spent. */
  take(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }
}
