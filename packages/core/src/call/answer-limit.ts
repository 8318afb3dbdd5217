import type { BytesDelivery, Delivery } from '../contract/delivery.ts'
import type { OperationDefinition } from '../contract/operation.ts'

/** Maximum bytes of an answer, where the operation sets one; a download sets its own. */
export function answerLimit(
  { output, maxResponseBytes }: OperationDefinition,
  delivery: Delivery['~deliver'] | undefined,
): number | undefined {
  return delivery === 'bytes' ? (output as BytesDelivery).maxBytes : maxResponseBytes
}
