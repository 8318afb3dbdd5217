import { generateKeyPairSync } from 'node:crypto'

/** Keys made for the tests, in the forms in which vendors hand them out. */
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const ed25519 = generateKeyPairSync('ed25519')

const pem = (type: 'pkcs1' | 'pkcs8'): string => rsa.privateKey.export({ type, format: 'pem' }).toString()
export const pkcs1 = pem('pkcs1')
export const pkcs8 = pem('pkcs8')
