import type { CompiledOperation } from '@portico/core/definition'
import { inputSchemaOf } from '../tool/input-schema-of.ts'
import { formOf } from './form.ts'
import type { Asked, CompiledQuestions, CompiledRound, Round } from './question.ts'

/** The only reserved name: decisions on approvals are answered under it. */
export const approvalQuestion = 'approval'

/** Compiles the forms once. Throws a TypeError for questions that cannot be asked as declared. */
export function compileQuestions(
  operation: CompiledOperation,
  { before = [], within }: Asked,
  fixed: Readonly<Record<string, unknown>>,
): CompiledQuestions {
  const where = operation.qualifiedName
  const schema = inputSchemaOf(operation)
  const rounds = within ? [...before, within] : before
  if (within && !operation.job) throw new TypeError(`asked: ${where} is not a long operation: ask before it, not within`)
  const fields = new Set<string>()
  for (const round of rounds) {
    for (const [name, question] of Object.entries(round)) {
      if (name === approvalQuestion) throw new TypeError(`asked: '${name}' is reserved for the question about approvals`)
      for (const field of question.fields) {
        if (Object.hasOwn(fixed, field) || fields.has(field))
          throw new TypeError(`asked: ${where}.${field} is already fixed or asked for`)
        fields.add(field)
      }
    }
  }
  const compile = (round: Round): CompiledRound =>
    Object.fromEntries(
      Object.entries(round).map(([name, question]) => [
        name,
        { message: question.message, form: formOf(schema, question, where) },
      ]),
    )
  return { before: before.map(compile), within: within && compile(within), fields }
}
