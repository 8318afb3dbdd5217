import { parentPort, workerData } from 'node:worker_threads'
import { type PartOrder, verifyPart } from './audit/verify-part.ts'

// The worker thread of `SqlStore.verifyAudit`.
parentPort?.postMessage(verifyPart(workerData as PartOrder))
