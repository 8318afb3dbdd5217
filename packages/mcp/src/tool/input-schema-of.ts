import { jsonSchemaOf } from '@portico/core/definition'
import { onceForEachOperation } from './once-for-each-operation.ts'

/** The JSON Schema (2020-12) of everything that an operation takes. */
export const inputSchemaOf = onceForEachOperation(({ input }): Readonly<Record<string, unknown>> => jsonSchemaOf(input, 'input'))
