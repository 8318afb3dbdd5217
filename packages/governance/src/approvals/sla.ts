/** Milliseconds within which an approval of each class must be decided. */
export interface SlaMs {
  readonly A1: number
  readonly A2: number
  readonly A3: number
}

const hour = 3_600_000

export const defaultSlaMs: SlaMs = { A1: 4 * hour, A2: 8 * hour, A3: 24 * hour }
