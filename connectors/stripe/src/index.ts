import { cancelPaymentIntent } from './operations/cancel-payment-intent.ts'
import { cancelSubscription } from './operations/cancel-subscription.ts'
import { capturePaymentIntent } from './operations/capture-payment-intent.ts'
import { confirmPaymentIntent } from './operations/confirm-payment-intent.ts'
import { createCustomer } from './operations/create-customer.ts'
import { createInvoiceItem } from './operations/create-invoice-item.ts'
import { createInvoice } from './operations/create-invoice.ts'
import { createPaymentIntent } from './operations/create-payment-intent.ts'
import { createPrice } from './operations/create-price.ts'
import { createProduct } from './operations/create-product.ts'
import { createRefund } from './operations/create-refund.ts'
import { createSubscription } from './operations/create-subscription.ts'
import { deleteCustomer } from './operations/delete-customer.ts'
import { deleteDraftInvoice } from './operations/delete-draft-invoice.ts'
import { deleteInvoiceItem } from './operations/delete-invoice-item.ts'
import { downloadReport } from './operations/download-report.ts'
import { finalizeInvoice } from './operations/finalize-invoice.ts'
import { getBalanceTransaction } from './operations/get-balance-transaction.ts'
import { getBalance } from './operations/get-balance.ts'
import { getCharge } from './operations/get-charge.ts'
import { getCustomer } from './operations/get-customer.ts'
import { getInvoice } from './operations/get-invoice.ts'
import { getPaymentIntent } from './operations/get-payment-intent.ts'
import { getSubscription } from './operations/get-subscription.ts'
import { keepSubscription } from './operations/keep-subscription.ts'
import { listBalanceTransactions } from './operations/list-balance-transactions.ts'
import { listCharges } from './operations/list-charges.ts'
import { listCustomers } from './operations/list-customers.ts'
import { listInvoices } from './operations/list-invoices.ts'
import { listPaymentIntents } from './operations/list-payment-intents.ts'
import { listPrices } from './operations/list-prices.ts'
import { listProducts } from './operations/list-products.ts'
import { listRefunds } from './operations/list-refunds.ts'
import { listSubscriptions } from './operations/list-subscriptions.ts'
import { runReport } from './operations/run-report.ts'
import { scheduleSubscriptionCancellation } from './operations/schedule-subscription-cancellation.ts'
import { updateCustomer } from './operations/update-customer.ts'
import { updatePrice } from './operations/update-price.ts'
import { updateProduct } from './operations/update-product.ts'
import { voidInvoice } from './operations/void-invoice.ts'
import { stripeVendor } from './vendor.ts'
import { version } from './version.ts'

/** Stripe behind the facade: payments, customers, catalogue, billing, balance and reports. */
export const stripe = stripeVendor.connector({
  version,
  health: 'getBalance',
  operations: {
    createCustomer,
    getCustomer,
    listCustomers,
    updateCustomer,
    deleteCustomer,
    createProduct,
    listProducts,
    updateProduct,
    createPrice,
    listPrices,
    updatePrice,
    createPaymentIntent,
    getPaymentIntent,
    listPaymentIntents,
    confirmPaymentIntent,
    capturePaymentIntent,
    cancelPaymentIntent,
    getCharge,
    listCharges,
    createRefund,
    listRefunds,
    createInvoice,
    createInvoiceItem,
    deleteInvoiceItem,
    deleteDraftInvoice,
    finalizeInvoice,
    voidInvoice,
    getInvoice,
    listInvoices,
    createSubscription,
    getSubscription,
    listSubscriptions,
    scheduleSubscriptionCancellation,
    keepSubscription,
    cancelSubscription,
    getBalance,
    getBalanceTransaction,
    listBalanceTransactions,
    runReport,
    downloadReport,
  },
})
