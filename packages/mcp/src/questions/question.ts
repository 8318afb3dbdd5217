/** What the person at the client is asked for: input fields that no model sees or sets. */
export interface Question<Field extends string = string> {
  /** What the person reads. */
  readonly message: string
  /** Top-level fields of the input: texts, numbers, choices, and yes/no. */
  readonly fields: readonly Field[]
}

/** Questions asked together, each under its own name. */
export type Round<Field extends string = string> = Readonly<Record<string, Question<Field>>>

/** When the person is asked. */
export interface Asked<Field extends string = string> {
  /** Rounds in order, before the operation is called. */
  readonly before?: readonly Round<Field>[]
  /** Asked within the task of a long operation, which starts with the answers. A client without tasks is asked beforehand. */
  readonly within?: Round<Field>
}

/** A form in the restricted JSON Schema that clients can show. */
export interface Form {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly required: readonly string[]
}

/** One question as it is given to a client. */
export interface Asking {
  readonly message: string
  readonly form: Form
}

export type CompiledRound = Readonly<Record<string, Asking>>

/** The questions of one tool, with their forms. */
export interface CompiledQuestions {
  readonly before: readonly CompiledRound[]
  readonly within: CompiledRound | undefined
  /** Every field that a question asks for. */
  readonly fields: ReadonlySet<string>
}
