import type { BytesDelivery, Delivery } from '../contract/delivery.ts'
import type { OperationDefinition } from '../contract/operation.ts'

/** Most bytes of an answer, where the operation says: a download does so itself. */
export function answerLimit(
  { output, maxResponseBytes }: OperationDefinition,
  delivery: Delivery['~deliver'] | undefined,
): number | undefined {
  return delivery === 'bytes' ? (output as BytesDelivery).maxBytes : maxResponseBytes
}
