"""Why a claim is withdrawn, in the words of each language that documents are written in."""

from contexts.billing.credits.dto import Withdrawal

REASONS = {
    Withdrawal.CALLED_OFF: {
        "en": "Called off on request.",
        "de": "Auf Wunsch storniert.",
        "fr": "Annulée à la demande du client.",
        "es": "Anulado a petición del cliente.",
    },
    Withdrawal.UNPAID: {
        "en": "No payment has come in.",
        "de": "Es ist keine Zahlung eingegangen.",
        "fr": "Aucun paiement n’a été reçu.",
        "es": "No se ha recibido ningún pago.",
    },
}
