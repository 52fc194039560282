"""The pages of batches, as their tests ask for them."""

from hardship.models import PaymentBatch

LIST = "/admin/hardship/paymentbatch/"


def text_of(client, url, **given):
    response = client.get(url, given)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def at(batch, page="change"):
    return f"{LIST}{batch.pk}/{page}/"


def only():
    return PaymentBatch.objects.get()
