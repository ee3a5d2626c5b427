"""Who reads what of others, a role at a time."""

# What a member of staff with this role alone reads of what is not theirs; without a role nobody does.
READING = """
                            catalog stock billing fulfilment support
product-prices              200     403   200     403        200
product-translations        200     403   403     403        403
category-translations       200     403   403     403        403
price-lists                 200     403   200     403        200
price-list                  200     403   200     403        200
customer                    403     403   403     403        200
customer-groups             200     403   403     403        200
customer-group              200     403   403     403        200
imports                     200     200   200     403        403
import                      200     404   404     403        403
import-errors               200     404   404     403        403
export                      200     403   403     403        403
stock-items                 200     200   403     200        200
stock-item                  200     200   403     200        200
stock-levels                200     200   403     200        200
locations                   200     200   403     200        200
location                    200     200   403     200        200
stock-reservations          403     200   403     200        200
stock-line                  403     200   403     200        200
suppliers                   200     200   403     403        403
supplier                    200     200   403     403        403
supplier-goods              200     200   403     403        403
purchase-orders             200     200   403     403        403
purchase-order              200     200   403     403        403
shortages                   200     200   403     403        403
stocktakes                  403     200   403     403        200
stocktake                   403     200   403     403        200
stocktake-lines             403     200   403     403        200
transfers                   403     200   403     403        200
transfer                    403     200   403     403        200
stock-movements             403     200   403     403        200
stock-value                 403     200   403     403        200
stock-values                403     200   403     403        200
stock-value-total           403     200   403     403        200
cart:guest's                404     404   404     404        200
cart:customer's             404     404   404     404        200
order:guest's               404     404   200     200        200
order:customer's            404     404   200     200        200
order-events:guest's        404     404   200     200        200
order-events:customer's     404     404   200     200        200
order-events:raw            404     404   404     404        200
invoice                     404     404   200     404        200
document:guest's            404     404   200     404        200
document:customer's         404     404   200     404        200
payment-attempt:guest's     404     404   200     404        200
payment-attempt:customer's  404     404   200     404        200
sellers                     403     403   200     403        403
seller                      403     403   200     403        403
vat-report                  403     403   200     403        403
payments                    403     403   200     403        200
payment                     403     403   200     403        200
refunds                     403     403   200     403        200
refund                      403     403   200     403        200
dunning-policy              403     403   200     403        403
dunning-runs                403     403   200     403        403
dunning-plan                403     403   200     403        403
fees                        403     403   200     403        200
bank-statements             403     403   200     403        403
bank-statement              403     403   200     403        403
statement-lines             403     403   200     403        403
statement-line              403     403   200     403        403
receivables-report          403     403   200     403        403
revenue-report              403     403   200     403        403
statement-report            403     403   200     403        403
payments-report             403     403   200     403        403
datev-file                  403     403   200     403        403
closed-periods              403     403   200     403        403
clients                     403     403   200     403        200
client                      403     403   200     403        200
shipments                   403     403   403     200        200
shipment                    403     403   403     200        200
shipment-picking-list       403     403   403     200        200
notification                404     404   200     404        200
"""

# Lists that show a customer what is theirs show these roles what is everybody's, and all others nothing.
LISTING = """
orders         billing fulfilment support
invoices       billing support
notifications  billing support
"""
