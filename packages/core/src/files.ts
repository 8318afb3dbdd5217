export { fileFromPath } from './http/file-from-path.ts'
export { fileFromBytes } from './http/file-reference.ts'
