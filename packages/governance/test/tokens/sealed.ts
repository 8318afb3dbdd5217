import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Cipher } from '@portico/governance'

/** AES-256-GCM under a key of this test. */
export function testCipher(key = randomBytes(32)): Cipher {
  return {
    encrypt(bytes, context) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
      return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    decrypt(bytes, context) {
      const sealed = Buffer.from(bytes)
      const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(context))
      cipher.setAuthTag(sealed.subarray(-16))
      return Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()])
    },
  }
}
