"""Who sees which page of the back office, and what they do there."""

# Who sees a page of the back office, and who (several by a plus) does there what besides; a superuser sees and does
# everything. `act` stands for the actions of a list.
BACK_OFFICE = """
auth.group                                                                 |
billing.bankaccount       billing                                          |
billing.bankstatement     billing                                          | billing     add
billing.csvmapping        billing                                          |
billing.statementline     billing                                          | billing     act
billing.client            billing support                                  | billing     act add change delete
billing.dunningpolicy     billing                                          | billing     add change
billing.dunningrun        billing                                          |
billing.fee               billing support                                  | billing     act
billing.accountmap        billing                                          | billing     act add change
billing.closedperiod      billing                                          |
billing.invoice           billing support                                  | billing     act add change delete
billing.legalentity       billing                                          | billing     add change
billing.payment           billing support                                  | billing     act
billing.paymentattempt    billing support                                  |
billing.seal              billing                                          |
billing.refund            billing support                                  | billing     act
billing.vatid             billing support                                  | billing     act
catalog.attribute         catalog stock support                            | catalog     add change delete
catalog.category          catalog stock support                            | catalog     add change delete
catalog.productimage      catalog                                          | catalog     add change delete
catalog.priceentry        catalog billing support                          | catalog     act
catalog.producttranslation catalog                                         | catalog     add change delete
catalog.categorytranslation catalog                                        | catalog     add change delete
catalog.pricelist         catalog billing support                          | catalog     add change
catalog.searchmiss        catalog                                          |
catalog.synonyms          catalog                                          | catalog     add change delete
catalog.product           catalog stock billing fulfilment support         | catalog     act add change delete
catalog.variant           catalog stock billing fulfilment support         | catalog     act change delete
customer.apitoken                                                          | superuser   act add
customer.customer         support                                          | support     add change
customer.customergroup    catalog support                                  | support     add change
customer.user                                                              | superuser   add change
gotuto_actions.run        catalog stock billing fulfilment support         | superuser   act
gotuto_imports.import     catalog stock billing                            | catalog+stock+billing act add
gotuto_imports.importproblem catalog stock billing                         |
gotuto_outbound.breaker                                                    | superuser   act
gotuto_outbox.delivery                                                     | superuser   act
gotuto_outbox.event                                                        |
gotuto_sagas.sagarun                                                       | superuser   act
inventory.correction      stock support                                    |
inventory.location        stock catalog fulfilment support                 | stock       add change
inventory.movement        stock support                                    |
inventory.reservation     stock fulfilment support                         |
inventory.stockitem       stock catalog fulfilment support                 | stock       act add
notification.notification billing support                                  | support     act
order.cart                support                                          |
order.order               billing fulfilment support                       | support     act
order.streamrow           support                                          |
inventory.purchaseorder   stock catalog                                    | stock       act add
inventory.shortage        stock catalog                                    |
inventory.supplier        stock catalog                                    | stock       add change
inventory.suppliergood    stock catalog                                    | stock       add change delete
inventory.stocktake       stock support                                    | stock       act add
inventory.transfer        stock support                                    | stock       act add
shipping.shipment         fulfilment support                               | fulfilment  act
waffle.switch                                                                  | superuser   act
"""
