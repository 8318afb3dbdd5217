export { fileFromPath } from './http/file-from-path.ts'
