/** In terms of semantic versioning: a `major` change requires those who relied on the previous state to act. */
export type ChangeClass = 'patch' | 'minor' | 'major'

/** One difference between two states of a tool. */
export interface Change {
  readonly class: ChangeClass
  /** What changed, from the tool downwards: `input.title`, `hosts`. */
  readonly at: string
  /** A clause for people: `required now`. */
  readonly what: string
}

const ranks: Readonly<Record<ChangeClass, number>> = { patch: 1, minor: 2, major: 3 }

/** The highest class among changes; undefined if there are none. */
export function highestClass(changes: readonly Pick<Change, 'class'>[]): ChangeClass | undefined {
  let highest: ChangeClass | undefined
  for (const { class: one } of changes) if (rankOf(one) > rankOf(highest)) highest = one
  return highest
}

/** Orders classes; undefined is the lowest. */
export function rankOf(one: ChangeClass | undefined): number {
  return one === undefined ? 0 : ranks[one]
}
