import { InvalidRequest } from '../../src/http/invalid-request.ts'

/** The field that a rendering refuses. */
export function refusedField(render: () => unknown): string {
  try {
    render()
  } catch (error) {
    if (error instanceof InvalidRequest) return error.field
    throw error
  }
  throw new Error('it was not refused')
}
