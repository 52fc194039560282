"""Rows of money that the doors are asked for: a batch of one payment that failed, its source and budget."""

from accounts.models import User
from hardship.models import AuditPackage
from tests.conftest import Mill
from tests.hardship.money.world import AT, ON, approved, batch_of, make_world, payments
from unions.models import Organisation


def money_rows(county: Organisation, mill: Mill) -> dict[str, int]:
    world = make_world(county, mill.union)
    approved(world)
    batch = batch_of(world)
    auditor = User.objects.get(username="auditor")
    package = AuditPackage.objects.create(by=auditor, first=ON, last=ON, reason="审计", at=AT)
    return {
        "hardship_fundsource": world.source.pk,
        "hardship_budget": world.budget.pk,
        "hardship_paymentbatch": batch.pk,
        "hardship_payment": payments(batch)[0].pk,
        "hardship_auditpackage": package.pk,
    }
