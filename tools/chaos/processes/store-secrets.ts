import { aesGcmCipher, parseKeyRing, type StoreOptions } from '@portico/governance'

/** How every process of a run opens the store: the ring of `PORTICO_KEYS`. */
export function storeSecrets(): Pick<StoreOptions, 'cipher' | 'signingKeys'> {
  const ring = parseKeyRing(process.env['PORTICO_KEYS']!, 'PORTICO_KEYS')
  return { cipher: aesGcmCipher(ring), signingKeys: ring }
}
