import type { Clock } from '../ports/clock.ts'

export interface CircuitSettings {
  /** Consecutive failures that open it. */
  readonly failures: number
  /** Milliseconds until one call may try again. */
  readonly openMs: number
}

export type CircuitState = 'closed' | 'open' | 'half-open'

/** The values of the gauge `portico.circuit.state`. */
export const circuitStates: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 }

/** Stops calls to a vendor that is down. Only failures that show bad health count: a refusal is an answer. */
export class Circuit {
  readonly #settings: CircuitSettings
  readonly #clock: Clock
  #failures = 0
  #openedAt = 0
  /** The call that probes the vendor while the circuit is open. */
  #probe: object | undefined = undefined

  constructor(settings: CircuitSettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
  }

  get state(): CircuitState {
    if (this.#failures < this.#settings.failures) return 'closed'
    return this.#leftMs() > 0 ? 'open' : 'half-open'
  }

  /** Undefined when the call may pass, else the milliseconds until one may. While open, a single probe passes. */
  enter(call: object): number | undefined {
    if (this.#failures < this.#settings.failures) return undefined
    const wait = this.#leftMs()
    if (wait > 0) return wait
    if (this.#probe) return this.#settings.openMs
    this.#probe = call
    return undefined
  }

  succeeded(): void {
    this.#failures = 0
    this.#probe = undefined
  }

  /** True for the failure that opens it, not for one that only keeps it open. */
  failed(call: object): boolean {
    this.#failures++
    this.#release(call)
    if (this.#failures < this.#settings.failures) return false
    this.#openedAt = this.#clock.now()
    return this.#failures === this.#settings.failures
  }

  /** The call ended without showing anything about the vendor: it was cancelled, or never sent. */
  toldNothing(call: object): void {
    this.#release(call)
  }

  /** Zero if the clock was set back: otherwise it would stay open for that much longer. */
  #leftMs(): number {
    const passed = this.#clock.now() - this.#openedAt
    return passed < 0 ? 0 : this.#settings.openMs - passed
  }

  /** A call sent before the circuit opened may end while another one is the probe. */
  #release(call: object): void {
    if (this.#probe === call) this.#probe = undefined
  }
}
