/** What the person at the client is asked for: fields of the input that no model sees or sets. */
export interface Question<Field extends string = string> {
  /** What the person reads. */
  readonly message: string
  /** Top-level fields of the input: texts, numbers, choices and yes or no. */
  readonly fields: readonly Field[]
}

/** Questions that are asked together, each under a name of its own. */
export type Round<Field extends string = string> = Readonly<Record<string, Question<Field>>>

/** When the person is asked. */
export interface Asked<Field extends string = string> {
  /** One round after the other, before the operation is called. */
  readonly before?: readonly Round<Field>[]
  /** In the task of a long operation, which starts with the answers. A client without tasks is asked before. */
  readonly within?: Round<Field>
}

/** A form in the restricted JSON Schema that clients can show. */
export interface Form {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly required: readonly string[]
}

/** One question as a client is given it. */
export interface Asking {
  readonly message: string
  readonly form: Form
}

export type CompiledRound = Readonly<Record<string, Asking>>

/** The questions of one tool, with their forms. */
export interface CompiledQuestions {
  readonly before: readonly CompiledRound[]
  readonly within: CompiledRound | undefined
  /** All fields that a question asks for. */
  readonly fields: ReadonlySet<string>
}
