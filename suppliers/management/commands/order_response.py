"""`manage.py order_response PARTNER ORDER [FILE]`: the answer to an order as a UBL message."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.actors import system_actor
from suppliers.actions.messages import MessageRefused, response_to
from suppliers.models import Order

WRONG_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Write the order response (Peppol BIS 3, T76) of an order, from the promises that are in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partner", help="the partner's code; an alias's is its survivor's")
        parser.add_argument("order", help="the order's number")
        parser.add_argument("file", nargs="?", type=Path, help="where to write; standard output by default")

    def handle(self, *args: Any, **options: Any) -> None:
        order = _order(options["partner"], options["order"])
        try:
            content = response_to(by=system_actor(), order=order)
        except MessageRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["file"] is None:
            self.stdout.write(content.decode(), ending="")
            return
        try:
            options["file"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=WRONG_ARGUMENTS) from error


def _order(code: str, number: str) -> Order:
    orders = Order.objects.filter(number=number).select_related("partner")
    order = orders.filter(partner__code=code).first() or orders.filter(partner__aliases__code=code).first()
    if order is None:
        raise CommandError(f"{code} has no order {number}.", returncode=WRONG_ARGUMENTS)
    return order
