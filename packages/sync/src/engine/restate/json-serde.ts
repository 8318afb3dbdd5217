import type { Serde } from '@restatedev/restate-sdk'

/** The SDK's JSON serde, typed for exact optional property types. */
export const jsonSerde: Serde<unknown> = {
  contentType: 'application/json',
  serialize: (value) => Buffer.from(JSON.stringify(value)),
  deserialize: (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown,
}
